import json
from typing import Any

from headgate.simulator.apis import chat_choice
from headgate.simulator.shapes import USUAL, shapes_of
from headgate.simulator.writing import Written

TEXT = Written(tokens=["The", " gate"], finish="stop")
CALL = Written(tokens=["{}"], finish="tool_calls", tool="open")


def _shown(written: Written, *, month: str = "2026-03") -> dict[str, Any]:
    choice: dict[str, Any] = json.loads(chat_choice.whole(written, 2, shapes_of(month), None, None))
    return choice


def test_names_of_a_choice_are_sorted() -> None:
    for written in (TEXT, CALL):
        choice = _shown(written)
        assert list(choice) == sorted(choice)
        assert list(choice["message"]) == sorted(choice["message"])
        assert (choice["index"], choice["logprobs"]) == (2, None)


def test_only_text_is_filtered() -> None:
    assert _shown(TEXT)["content_filter_results"] == json.loads(USUAL.completion_results)
    assert _shown(CALL)["content_filter_results"] == {}


def test_what_the_filter_stopped_is_not_shown() -> None:
    choice = _shown(Written(tokens=["The"], finish="content_filter"))

    assert choice["message"]["content"] == ""
    assert choice["content_filter_results"]["hate"]["filtered"]


def test_messages_of_2024_have_fewer_names() -> None:
    assert list(_shown(TEXT, month="2024-02")["message"]) == ["content", "role"]
    assert list(_shown(TEXT, month="2025-03")["message"]) == ["content", "refusal", "role"]
