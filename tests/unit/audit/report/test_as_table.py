"""The report for a terminal leads with what to do first."""

from pathlib import Path

from msgspec.structs import replace

from headgate.audit.finding import Finding
from headgate.audit.report.as_table import NAMES_MAX, ROWS_MAX, as_table
from headgate.audit.report.comparison import Change, Comparison
from headgate.cli.tables import as_text
from tests.audit_reports import REPORT, RULE
from tests.audit_samples import ACCOUNT, resource, source


def test_fails_come_first_with_where_and_how_to_mend_them() -> None:
    title, rule, row, fix, *_ = as_text(*as_table(REPORT)).splitlines()

    assert title == "To do, the worst first"
    assert rule == f"high      TST-001  {RULE.title}"
    assert [part for part in row.split("  ") if part] == [
        "oai-<bad>",
        "keys are on",
        "main.json: resources[0].properties.disableLocalAuth",
    ]
    assert fix.strip().startswith("az: az resource update")


def test_a_place_in_a_file_is_told_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "main.json"
    file.write_text('{"resources": [\n  {"name": "oai"}\n]}')
    account = replace(resource(ACCOUNT, "oai", path="resources[0]"), source=source(file=str(file)))
    report = replace(REPORT, findings=(Finding(RULE, account, "fail", "keys are on"),))

    assert f"{file}:2" in as_text(*as_table(report))


def test_of_many_resources_with_one_defect_the_first_are_shown() -> None:
    accounts = [resource(ACCOUNT, f"oai-{number}") for number in range(ROWS_MAX + 3)]
    report = replace(REPORT, findings=tuple(Finding(RULE, one, "fail", "keys are on") for one in accounts))

    text = as_text(*as_table(report))
    assert text.count(RULE.title) == 1
    assert "and 3 more" in text


def test_what_is_not_known_is_counted_and_never_hidden() -> None:
    text = as_text(*as_table(REPORT))

    assert "Not known" in text
    assert "1 fail, 1 unknown, 1 manual, 1 waived, 1 pass, 1 not applicable" in text
    assert "could not be read: b.json: is not JSON" in text
    assert "note: the waiver of X expired" in text


def test_findings_that_say_the_same_are_one_row() -> None:
    accounts = [resource(ACCOUNT, f"oai-{one}") for one in range(NAMES_MAX + 2)]
    report = replace(REPORT, findings=tuple(Finding(RULE, one, "unknown", "nobody knows") for one in accounts))

    assert as_text(*as_table(report)).count("nobody knows") == 1
    assert "oai-4 and 2 more" in as_text(*as_table(report))


def test_changes_are_shown() -> None:
    worse = Comparison("old.json", (Change("TST-001", "oai", "id", "pass", "fail"),), (), ())

    assert "Since old.json" in as_text(*as_table(replace(REPORT, comparison=worse)))
    same = replace(REPORT, comparison=Comparison("old.json", (), (), ()))
    assert "Nothing changed since old.json." in as_text(*as_table(same))
