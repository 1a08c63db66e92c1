import pytest

from headgate.audit.arm.copying import copies_of, turns
from headgate.audit.arm.errors import ExpressionError


def test_a_property_that_happens_to_be_called_copy_is_no_loop() -> None:
    assert copies_of({"source": "a"}) is None
    assert copies_of("always") is None


def test_a_loop_is_read() -> None:
    found = copies_of([{"name": "a", "count": 2, "input": "x"}])

    assert found is not None
    assert [(one.name, one.count, one.input) for one in found] == [("a", 2, "x")]


@pytest.mark.parametrize("count", [-1, 801, True, 1.5, "many", None, []])
def test_a_count_that_arm_refuses_is_refused(count: object) -> None:
    with pytest.raises(ExpressionError):
        turns(count)  # type: ignore[arg-type]


def test_a_loop_counts_from_zero() -> None:
    assert list(turns(3)) == [0, 1, 2]
    assert list(turns("2")) == [0, 1]
