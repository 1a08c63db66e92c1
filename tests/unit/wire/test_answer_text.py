import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.wire import answer_text as module
from headgate.wire.answer_text import answer_text

CALL = {"function": {"name": "weather", "arguments": "{}"}}


@pytest.mark.parametrize(
    "answer, text",
    [
        ({"choices": [{"message": {"content": "Hi"}}, {"message": {"content": None, "refusal": "No"}}]}, "HiNo"),
        ({"choices": [{"message": {"reasoning_content": "Hm. ", "tool_calls": [CALL]}}]}, "Hm. weather{}"),
        ({"choices": [{"text": "Hi"}, {"finish_reason": "content_filter"}, None]}, "Hi"),
        ({"output": [{"type": "message", "content": [{"text": "Hi"}, {"refusal": "No"}]}]}, "HiNo"),
        ({"output": [{"type": "function_call", "name": "f", "arguments": "{}"}, 5]}, "f{}"),
        ({"text": "heard"}, "heard"),
        ({"text": {"format": {"type": "text"}}, "output": []}, ""),
        ({"data": [{"embedding": [1]}], "choices": "x"}, ""),
        ([], ""),
    ],
)
def test_what_an_answer_says_is_its_text(answer: Any, text: str) -> None:
    assert answer_text(json.dumps(answer).encode()) == text


def test_a_long_text_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TEXT_LETTERS_MAX", 3)
    assert answer_text(b'{"text":"heard"}') == "hea"


@given(st.binary(max_size=60))
def test_noise_has_no_text(noise: bytes) -> None:
    assert answer_text(noise) == ""
