from decimal import Decimal
from typing import Any

from headgate.cli.usage_table import usage_table
from headgate.ledger.reports import UsageReport, UsageRow


def _row(group: dict[str, Any] | None = None, **changes: Any) -> UsageRow:
    nothing = {name: 0 for name in UsageRow.__struct_fields__ if name not in {"group", "charges"}}
    return UsageRow(**{**nothing, "group": group or {}, **changes})


def _lines(report: UsageReport, names: list[str]) -> list[list[str]]:
    text = usage_table(report, names, ["a note"])
    return [line.split() for line in text.splitlines() if line.strip()]


def test_rows_have_their_groups_numbers_and_sum() -> None:
    report = UsageReport(
        rows=[
            _row({"use_case": "search"}, exchanges=1200, prompt_tokens=3, charges={"USD": Decimal("0.5")}),
            _row({"use_case": None}, exchanges=1),
        ],
        total=_row(exchanges=1201, prompt_tokens=3, charges={"USD": Decimal("0.5")}),
        unpriced=[],
    )

    lines = _lines(report, ["use_case"])

    assert lines[0][:3] == ["use", "case", "exchanges"]
    assert ["search", "1,200", "0", "3", "0", "0", "0", "0.5000", "USD"] in lines
    assert ["-", "1", "0", "0", "0", "0", "0", "-"] in lines
    assert ["total", "1,201", "0", "3", "0", "0", "0", "0.5000", "USD"] in lines
    assert lines[-1] == ["a", "note"]


def test_a_gap_is_shown_as_a_gap_and_provisioned_capacity_as_such() -> None:
    gap = _row({"backend": "lab"}, unpriced_attempts=2)
    partly = _row({"backend": "b"}, unpriced_attempts=1, charges={"USD": Decimal(1)})
    covered = _row({"backend": "c"}, ptu_attempts=1)
    report = UsageReport(rows=[gap, partly, covered], total=gap, unpriced=[])

    ends = {line[0]: line[1:] for line in _lines(report, ["backend"])}

    assert ends["lab"][-2:] == ["2", "gap"]
    assert ends["b"][-5:] == ["1", "1.000", "USD", "+", "gap"]
    assert ends["c"][-1] == "PTU"


def test_without_groups_there_is_one_line() -> None:
    only = _row(exchanges=5)

    assert ["5", "0", "0", "0", "0", "0", "-"] in _lines(UsageReport(rows=[only], total=only, unpriced=[]), [])
