"""What changed since an earlier report."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from headgate.audit.collect.errors import CannotAuditError
from headgate.audit.finding import Finding
from headgate.audit.report.as_json import as_json
from headgate.audit.report.comparison import compare
from headgate.audit.verdict import Outcome
from tests.audit_reports import BAD, GOOD, REPORT, RULE


def _earlier(folder: Path, *findings: Finding) -> Path:
    path = folder / "earlier.json"
    path.write_text(as_json(replace(REPORT, findings=findings)))
    return path


def _finding(outcome: Outcome, subject: object = BAD) -> Finding:
    return Finding(RULE, subject, outcome, "")  # type: ignore[arg-type]


def test_what_is_worse_and_what_is_better_is_told_apart(tmp_path: Path) -> None:
    earlier = _earlier(tmp_path, _finding("pass", BAD), _finding("fail", GOOD))

    told = compare(earlier, [_finding("unknown", BAD), _finding("pass", GOOD)])

    assert [(one.resource, one.was, one.now) for one in told.worse] == [("oai-<bad>", "pass", "unknown")]
    assert [(one.resource, one.was, one.now) for one in told.better] == [("oai-good", "fail", "pass")]
    assert told.other == ()


def test_new_and_gone_findings_count_and_unchanged_ones_do_not(tmp_path: Path) -> None:
    earlier = _earlier(tmp_path, _finding("fail", GOOD), _finding("fail", None))

    told = compare(earlier, [_finding("fail", BAD), _finding("fail", None)])

    assert [(one.was, one.now) for one in told.worse] == [("absent", "fail")]
    assert [(one.was, one.now) for one in told.better] == [("fail", "absent")]


def test_of_several_findings_about_one_thing_the_worst_counts(tmp_path: Path) -> None:
    earlier = _earlier(tmp_path, _finding("fail"), _finding("pass"))

    assert compare(earlier, [_finding("pass"), _finding("fail")]).better == ()


@pytest.mark.parametrize("text", ["{", '{"findings": 1}', "[" * 5000])
def test_a_file_that_is_no_report_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)

    with pytest.raises(CannotAuditError, match=r"x\.json: is no report of"):
        compare(tmp_path / "x.json", [])
    with pytest.raises(CannotAuditError, match=r"no\.json: cannot be read"):
        compare(tmp_path / "no.json", [])
