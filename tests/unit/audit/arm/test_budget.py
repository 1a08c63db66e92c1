import pytest

from headgate.audit.arm.budget import DEPTH_MAX, RESOURCES_MAX, TEXT_MAX, Budget
from headgate.audit.arm.errors import LimitError
from headgate.audit.graph.value import Value


def test_work_ends_when_the_steps_are_spent() -> None:
    budget = Budget(2)
    budget.spend(2)

    with pytest.raises(LimitError, match="steps"):
        budget.spend()


def test_parts_that_are_shared_weigh_as_often_as_they_are_seen() -> None:
    value: Value = ["x"]
    for _ in range(40):
        value = [value, value]

    with pytest.raises(LimitError):
        Budget(100_000).weigh(value)


def test_depth_texts_and_resources_have_limits() -> None:
    budget = Budget()
    for _ in range(DEPTH_MAX):
        budget.enter()
    for _ in range(RESOURCES_MAX):
        budget.add_resource()

    with pytest.raises(LimitError, match="levels"):
        budget.enter()
    with pytest.raises(LimitError, match="characters"):
        budget.weigh("x" * (TEXT_MAX + 1))
    with pytest.raises(LimitError, match="resources"):
        budget.add_resource()
