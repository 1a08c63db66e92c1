import pytest

from headgate.audit.graph.value import Unknown
from tests.unit.audit.arm.expressions import compute


@pytest.mark.parametrize(
    "expression, value",
    [
        ("dateTimeAdd('2026-01-31T00:00:00Z', 'P1M')", "2026-02-28T00:00:00Z"),
        ("dateTimeAdd('2026-01-31T00:00:00Z', '-PT1H', 'yyyy-MM-dd')", "2026-01-30"),
        ("dateTimeToEpoch('1970-01-01T00:01:00Z')", 60),
        ("dateTimeFromEpoch(60)", "1970-01-01T00:01:00Z"),
        ("dateTimeAdd('2026-01-01T00:00:00Z', 'P1DT1S', 'u')", "2026-01-02 00:00:01Z"),
    ],
)
def test_times(expression: str, value: object) -> None:
    assert compute(expression) == value


@pytest.mark.parametrize(
    "expression",
    ["dateTimeAdd('x', 'P1D')", "dateTimeAdd('2026-01-01', '1 day')", "dateTimeAdd('2026-01-01', 'P9999Y')"],
)
def test_what_is_no_time_is_unknown(expression: str) -> None:
    assert isinstance(compute(expression), Unknown)
