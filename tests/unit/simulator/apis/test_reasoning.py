import pytest

from headgate.simulator.apis import reasoning
from headgate.simulator.errors import AzureError
from tests.unit.simulator.settings_for_tests import deployment


@pytest.mark.parametrize("effort,expected", [(None, 64), ("minimal", 0), ("low", 16), ("medium", 64), ("high", 256)])
def test_effort_decides_how_long_a_model_thinks(effort: str | None, expected: int) -> None:
    assert reasoning.tokens_for(deployment("gpt-5", reasoning_tokens=64), effort, param="reasoning_effort") == expected


def test_other_models_do_not_think_unless_they_are_set_to() -> None:
    assert reasoning.tokens_for(deployment("gpt-4o"), None, param="x") == 0
    assert reasoning.tokens_for(deployment("gpt-4o", reasoning_tokens=8), None, param="x") == 8


def test_thinking_ends_with_the_callers_maximum() -> None:
    assert reasoning.tokens_for(deployment("o3", reasoning_tokens=64), "high", param="x", tokens_max=10) == 10


def test_an_effort_that_is_none_is_400() -> None:
    with pytest.raises(AzureError, match="'immense'"):
        reasoning.tokens_for(deployment("o3"), "immense", param="reasoning_effort")
