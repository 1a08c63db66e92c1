import pytest

from headgate.simulator.apis import conversation
from headgate.simulator.apis.conversation import Function, Task
from headgate.simulator.errors import AzureError

WEATHER = Function(name="weather", parameters={"properties": {"city": {"type": "string"}}})
TIME = Function(name="time", parameters={})


def test_a_short_question_costs_what_was_recorded() -> None:
    """Recorded: "Say hello" is 9 tokens for gpt-4o-mini."""
    assert conversation.count(["Say hello"], beside_text=0, definitions="") == 9


def test_the_text_of_a_message_is_in_all_its_parts() -> None:
    parts = [{"type": "text", "text": "one"}, {"type": "image_url", "image_url": {}}, {"type": "text", "text": "two"}]

    assert conversation.text_of(parts) == "one\ntwo"
    assert conversation.text_of("plain") == "plain"
    assert conversation.text_of(None) == ""


def test_definitions_of_tools_cost_tokens_too() -> None:
    without = conversation.count(["Hello"], beside_text=0, definitions="")

    assert conversation.count(["Hello"], beside_text=0, definitions="{}") == without + 9 + 2


@pytest.mark.parametrize(
    "choice,asked_by_user,chosen",
    [
        (None, True, WEATHER),
        ("auto", True, WEATHER),
        ("auto", False, None),
        ("none", True, None),
        ("required", False, WEATHER),
        ({"type": "function", "function": {"name": "time"}}, True, TIME),
        ({"type": "function", "name": "time"}, False, TIME),
    ],
)
def test_the_choice_of_tools_is_obeyed(choice: object, asked_by_user: bool, chosen: Function | None) -> None:
    assert conversation.chosen([WEATHER, TIME], choice, asked_by_user=asked_by_user) == chosen  # type: ignore[arg-type]


def test_without_tools_none_is_called() -> None:
    assert conversation.chosen([], "required", asked_by_user=True) is None


def test_several_answers_to_one_task_differ() -> None:
    task = Task(seed=1)

    assert task.write(0).text != task.write(1).text


def test_a_schema_that_is_none_is_400() -> None:
    with pytest.raises(AzureError):
        Task(seed=1, json=True, schema={"type": "object", "properties": "all"}).write()
    with pytest.raises(AzureError):
        Task(seed=1, function=Function(name="f", parameters={"properties": 5})).write()
