import pytest

from headgate.simulator.apis import reasoning
from headgate.simulator.errors import AzureError
from tests.unit.simulator.apis.calls import error_of
from tests.unit.simulator.settings_for_tests import deployment


@pytest.mark.parametrize("effort,expected", [(None, 64), ("minimal", 0), ("low", 16), ("medium", 64), ("high", 256)])
def test_effort_decides_how_long_a_model_thinks(effort: str | None, expected: int) -> None:
    assert reasoning.tokens_for(deployment("gpt-5"), effort, param="reasoning_effort") == expected


@pytest.mark.parametrize(
    "model,expected", [("o3", 64), ("gpt-5-mini", 64), ("gpt-5.1", 0), ("gpt-5.4", 0), ("gpt-6", 64)]
)
def test_some_models_think_only_when_they_are_asked_to(model: str, expected: int) -> None:
    assert reasoning.tokens_for(deployment(model), None, param="x") == expected
    assert reasoning.tokens_for(deployment(model), "high", param="x") == 256
    assert reasoning.thinks(deployment(model), None) == bool(expected)


def test_how_long_a_model_thinks_can_be_set() -> None:
    assert reasoning.tokens_for(deployment("gpt-5", reasoning_tokens=8), "high", param="x") == 32
    assert reasoning.tokens_for(deployment("gpt-5", reasoning_tokens=0), None, param="x") == 0
    assert reasoning.tokens_for(deployment("gpt-5.2", reasoning_tokens=8), None, param="x") == 8


def test_other_models_do_not_think_unless_they_are_set_to() -> None:
    assert reasoning.tokens_for(deployment("gpt-4o"), None, param="x") == 0
    assert reasoning.tokens_for(deployment("gpt-5-chat"), None, param="x") == 0
    assert reasoning.tokens_for(deployment("grok", reasoning_tokens=8), "low", param="x") == 2
    assert not reasoning.thinks(deployment("gpt-4o"), None)
    assert reasoning.thinks(deployment("grok", reasoning_tokens=8), None)


def test_the_effort_that_nobody_asked_for_has_a_name() -> None:
    named = {model: reasoning.unasked(deployment(model)) for model in ("o3", "gpt-5.2", "gpt-4o")}

    assert named == {"o3": "medium", "gpt-5.2": "none", "gpt-4o": None}
    assert reasoning.unasked(deployment("grok", reasoning_tokens=8)) == "medium"


def test_thinking_ends_with_the_callers_maximum() -> None:
    assert reasoning.tokens_for(deployment("o3", reasoning_tokens=64), "high", param="x", tokens_max=10) == 10


def test_an_effort_that_a_model_does_not_make_is_400() -> None:
    with pytest.raises(AzureError) as refused:
        reasoning.tokens_for(deployment("gpt-5.1"), "minimal", param="reasoning_effort")

    assert error_of(refused.value.body)["message"] == (
        "Unsupported value: 'reasoning_effort' does not support 'minimal' with this model. Supported values are: "
        "'none', 'low', 'medium', and 'high'."
    )


def test_a_model_that_does_not_think_takes_no_effort() -> None:
    with pytest.raises(AzureError, match=r"Unrecognized request argument supplied: reasoning_effort"):
        reasoning.tokens_for(deployment("gpt-4o"), "low", param="reasoning_effort")
    with pytest.raises(AzureError, match=r"'reasoning\.effort' is not supported with this model"):
        reasoning.tokens_for(deployment("gpt-4o"), "low", param="reasoning.effort")


def test_newer_models_see_all_their_thoughts_and_say_which_word_is_the_last() -> None:
    models = ("o3", "gpt-5", "gpt-5.4", "gpt-5.6-sol")

    assert [reasoning.context(model) for model in models] == ["current_turn"] * 3 + ["all_turns"]
    assert [reasoning.tells_phase(model) for model in models] == [False, False, True, True]
