import pytest

from headgate.audit.arm.functions.table import PURE
from tests.unit.audit.arm.expressions import compute


def test_names_are_in_lower_case_and_take_a_sane_number_of_arguments() -> None:
    assert all(name == name.lower() and 0 <= one.least <= one.most for name, one in PURE.items())


@pytest.mark.parametrize("name", sorted(PURE))
def test_every_function_refuses_arguments_of_no_sense_without_falling_over(name: str) -> None:
    for arguments in ("", "null()", "'%', createObject()", "-1, createArray(createObject()), 99999999999"):
        compute(f"{name}({arguments})")
