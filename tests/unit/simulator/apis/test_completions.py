import json
from typing import Any

import pytest

from headgate.simulator.apis import completions
from tests.unit.simulator.apis.calls import call, events_of


def _answer(**members: Any) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(completions.prepare(call({"prompt": "Once", **members})).compose(0).body)
    return answer


def test_a_completion_has_sixteen_tokens_unless_told() -> None:
    assert _answer()["usage"]["completion_tokens"] == 16
    assert _answer(max_tokens=3)["usage"]["completion_tokens"] == 3
    assert _answer()["choices"][0]["finish_reason"] == "length"


@pytest.mark.parametrize(
    "prompt,choices,tokens",
    [("Once upon", 1, 2), (["Once", "upon"], 2, 2), ([1, 2, 3], 1, 3), ([[1], [2, 3]], 2, 3), (None, 1, 0)],
)
def test_every_prompt_gets_its_choice(prompt: Any, choices: int, tokens: int) -> None:
    answer = _answer(prompt=prompt)

    assert len(answer["choices"]) == choices
    assert answer["usage"]["prompt_tokens"] == tokens


def test_a_stream_has_one_event_for_every_token() -> None:
    prepared = completions.prepare(
        call({"prompt": "Once", "stream": True, "max_tokens": 4, "stream_options": {"include_usage": True}})
    )
    *tokens, end, usage = events_of(prepared.compose(0))

    assert len(tokens) == 4
    assert all(event["object"] == "text_completion" for event in tokens)
    assert end["choices"][0]["finish_reason"] == "length"
    assert usage["usage"]["completion_tokens"] == 4


def test_a_stop_sequence_is_obeyed() -> None:
    text = _answer()["choices"][0]["text"]

    assert text[8:12] not in _answer(stop=[text[8:12]])["choices"][0]["text"]
