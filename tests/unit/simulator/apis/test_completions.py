import json
from typing import Any

import pytest
from msgspec import structs

from headgate.simulator.apis import completions
from headgate.simulator.errors import AzureError
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


def test_the_prompt_may_be_repeated() -> None:
    plain, echoed = _answer(prompt="Once upon"), _answer(prompt="Once upon", echo=True)

    assert echoed["choices"][0]["text"] == "Once upon" + plain["choices"][0]["text"]
    assert echoed["usage"] == plain["usage"]
    assert _answer(prompt="Once upon", echo=True, max_tokens=0)["choices"][0]["text"] == "Once upon"


def test_log_probabilities_are_told_with_their_places() -> None:
    answer = _answer(prompt="Once upon", echo=True, logprobs=2, max_tokens=4)
    told, text = answer["choices"][0]["logprobs"], answer["choices"][0]["text"]

    assert "".join(told["tokens"]) == text
    assert [text[at : at + len(token)] for at, token in zip(told["text_offset"], told["tokens"], strict=True)] == told[
        "tokens"
    ]
    assert [len(each) for each in told["top_logprobs"]] == [2] * 6
    assert list(told) == sorted(told)
    assert _answer()["choices"][0]["logprobs"] is None


def test_a_stream_tells_the_same_places() -> None:
    asked = {"prompt": "Once upon", "echo": True, "logprobs": 0, "max_tokens": 4}
    whole = _answer(**asked)["choices"][0]
    *pieces, _end = events_of(completions.prepare(call({**asked, "stream": True})).compose(0))

    assert "".join(event["choices"][0]["text"] for event in pieces) == whole["text"]
    offsets = [event["choices"][0]["logprobs"]["text_offset"][0] for event in pieces]
    assert offsets == whole["logprobs"]["text_offset"]


def test_the_best_of_several_are_shown_and_all_are_billed() -> None:
    answer = _answer(n=2, best_of=5, max_tokens=4)

    assert [choice["index"] for choice in answer["choices"]] == [0, 1]
    assert answer["usage"]["completion_tokens"] == 20
    prepared = completions.prepare(call({"prompt": "Once", "best_of": 5, "max_tokens": 4}))
    assert prepared.completion_tokens_max == 20


def test_more_choices_than_are_written_cannot_be_shown() -> None:
    with pytest.raises(AzureError, match="at least 'n'"):
        _answer(n=3, best_of=2)
    with pytest.raises(AzureError, match="'stream' is true"):
        _answer(best_of=2, stream=True)


def test_what_the_filter_found_is_told_of_every_prompt() -> None:
    found = _answer(prompt=["Once", "upon"])["prompt_filter_results"]

    assert [each["prompt_index"] for each in found] == [0, 1]
    assert found[0]["content_filter_results"]["jailbreak"] == {"detected": False, "filtered": False}


def test_the_filter_may_stop_a_completion() -> None:
    asked = structs.replace(call({"prompt": "Once"}), filtered_after=3)
    (choice,) = json.loads(completions.prepare(asked).compose(0).body)["choices"]
    assert (choice["text"], choice["finish_reason"]) == ("", "content_filter")
    assert choice["content_filter_results"]["hate"]["filtered"]

    streamed = {"prompt": "Once", "stream": True, "stream_options": {"include_usage": True}}
    answer = completions.prepare(structs.replace(call(streamed), filtered_after=3)).compose(0)
    *tokens, end = events_of(answer)
    assert answer.usage.completion_tokens == 3
    assert len(tokens) == 3
    assert end["choices"][0]["finish_reason"] == "content_filter"
