import pytest

from headgate.audit.graph.value import Unknown
from tests.unit.audit.arm.expressions import compute


@pytest.mark.parametrize(
    "expression, value",
    [
        ("cidrSubnet('10.0.0.0/16', 24, 2)", "10.0.2.0/24"),
        ("cidrHost('10.0.0.0/24', 3)", "10.0.0.4"),
        ("parseCidr('10.0.0.7/24').firstUsable", "10.0.0.1"),
        ("parseCidr('10.0.0.0/24').broadcast", "10.0.0.255"),
    ],
)
def test_address_ranges(expression: str, value: str) -> None:
    assert compute(expression) == value


@pytest.mark.parametrize(
    "expression", ["parseCidr('x')", "cidrSubnet('10.0.0.0/16', 8, 0)", "cidrHost('10.0.0.0/30', 9)"]
)
def test_what_is_no_range_is_unknown(expression: str) -> None:
    assert isinstance(compute(expression), Unknown)
