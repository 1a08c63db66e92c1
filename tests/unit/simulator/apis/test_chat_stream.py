import base64
import json
from typing import Any

from msgspec import structs

from headgate.simulator.answer import Answer
from headgate.simulator.apis import chat
from headgate.simulator.media import reading_aloud
from headgate.simulator.shapes import shapes_of
from tests.unit.simulator.apis.calls import call, events_of

HELLO: dict[str, Any] = {"messages": [{"role": "user", "content": "Hello"}], "stream": True}
TOOL = {"type": "function", "function": {"name": "f", "parameters": {"properties": {"a": {"type": "string"}}}}}


def _answer(**members: Any) -> Answer:
    return chat.prepare(call({**HELLO, **members})).compose(0)


def _texts(events: list[dict[str, Any]], index: int = 0) -> list[str]:
    choices = [choice for event in events for choice in event["choices"] if choice["index"] == index]
    return [choice["delta"]["content"] for choice in choices if choice["delta"].get("content")]


def test_the_first_event_has_no_choices_but_the_prompts_filter_results() -> None:
    first = events_of(_answer())[0]

    assert (first["choices"], first["id"], first["model"], first["object"], first["created"]) == ([], "", "", "", 0)
    assert first["prompt_filter_results"][0]["prompt_index"] == 0


def test_then_come_role_tokens_and_end() -> None:
    _, role, *tokens, end = events_of(_answer(max_tokens=3))

    assert role["choices"][0]["delta"] == {"content": "", "refusal": None, "role": "assistant"}
    assert [list(event["choices"][0]["delta"]) for event in tokens] == [["content"]] * 3
    assert (end["choices"][0]["delta"], end["choices"][0]["finish_reason"]) == ({}, "length")


def test_the_stream_says_what_the_plain_answer_says() -> None:
    plain = json.loads(chat.prepare(call({**HELLO, "stream": None})).compose(0).body)

    streamed = "".join(_texts(events_of(_answer(stream_options={"include_usage": True}))))
    assert streamed == plain["choices"][0]["message"]["content"]


def test_every_token_is_one_event() -> None:
    answer = _answer(max_tokens=11)
    assert answer.events is not None

    assert sum(tokens for _, tokens in answer.events) == answer.usage.completion_tokens == 11


def test_id_and_model_are_the_same_in_all_but_the_first() -> None:
    _, *rest = events_of(_answer())

    assert len({(event["id"], event["model"], event["created"], event["system_fingerprint"]) for event in rest}) == 1


def test_names_are_sorted_and_the_stream_ends_with_done() -> None:
    answer = _answer()
    assert answer.events is not None
    events = [event for event, _ in answer.events]

    assert events[-1] == b"data: [DONE]\n\n"
    for event in events[:-1]:
        names = list(json.loads(event.removeprefix(b"data: ")))
        assert names == sorted(names)


def test_usage_comes_only_when_asked_for() -> None:
    assert all("usage" not in event for event in events_of(_answer()))

    *others, last = events_of(_answer(stream_options={"include_usage": True}))
    assert last["choices"] == []
    assert last["usage"]["completion_tokens"] == len(_texts(others))
    assert all(event["usage"] is None for event in others[1:])


def test_padding_can_be_left_out() -> None:
    assert all("obfuscation" in event for event in events_of(_answer())[1:])

    bare = events_of(_answer(stream_options={"include_obfuscation": False}))
    assert all("obfuscation" not in event for event in bare)


def test_several_choices_take_turns() -> None:
    events = events_of(_answer(n=2, max_tokens=3))

    turns = [choice["index"] for event in events for choice in event["choices"]]
    assert turns == [0, 1] * (1 + 3 + 1)
    assert _texts(events, 0) != _texts(events, 1)


def test_a_tool_call_is_streamed_in_pieces() -> None:
    answer = _answer(tools=[TOOL], tool_choice="required")
    _, opening, *pieces, end = events_of(answer)

    opened = opening["choices"][0]["delta"]["tool_calls"][0]
    assert (opened["function"], opened["type"]) == ({"arguments": "", "name": "f"}, "function")
    arguments = "".join(piece["choices"][0]["delta"]["tool_calls"][0]["function"]["arguments"] for piece in pieces)
    assert list(json.loads(arguments)) == ["a"]
    assert len(pieces) == answer.usage.completion_tokens
    assert end["choices"][0]["finish_reason"] == "tool_calls"


def test_a_function_call_of_before_there_were_tools_is_streamed() -> None:
    answer = _answer(functions=[TOOL["function"]])
    _, opening, *pieces, end = events_of(answer)

    assert opening["choices"][0]["delta"] == {
        "content": None,
        "function_call": {"arguments": "", "name": "f"},
        "refusal": None,
        "role": "assistant",
    }
    arguments = "".join(piece["choices"][0]["delta"]["function_call"]["arguments"] for piece in pieces)
    assert list(json.loads(arguments)) == ["a"]
    assert len(pieces) == answer.usage.completion_tokens
    assert end["choices"][0]["finish_reason"] == "function_call"


def test_several_tool_calls_are_streamed_one_after_the_other() -> None:
    other = {"type": "function", "function": {**TOOL["function"], "name": "g"}}
    answer = _answer(tools=[TOOL, other], parallel_tool_calls=True)
    _, *events, end = events_of(answer)
    calls = [event["choices"][0]["delta"]["tool_calls"][0] for event in events]

    opened = [call for call in calls if "name" in call["function"]]
    assert [(call["index"], call["function"]["name"]) for call in opened] == [(0, "f"), (1, "g")]
    assert [call["index"] for call in calls] == sorted(call["index"] for call in calls)
    for index in (0, 1):
        arguments = "".join(call["function"]["arguments"] for call in calls if call["index"] == index)
        assert list(json.loads(arguments)) == ["a"]
    assert len(calls) - len(opened) == answer.usage.completion_tokens
    assert end["choices"][0]["finish_reason"] == "tool_calls"


def test_thoughts_are_billed_with_the_first_event() -> None:
    answer = chat.prepare(call(HELLO, reasoning_tokens=32)).compose(0)
    assert answer.events is not None

    assert next(answer.events)[1] == 32


def test_log_probabilities_come_with_their_token() -> None:
    _, role, *tokens, end = events_of(_answer(max_tokens=3, logprobs=True))

    assert role["choices"][0]["logprobs"] == {"content": [], "refusal": None}, "OpenAI, recorded in February 2026"
    assert end["choices"][0]["logprobs"] is None
    for event in tokens:
        (told,) = event["choices"][0]["logprobs"]["content"]
        assert told["token"] == event["choices"][0]["delta"]["content"]
        assert told["top_logprobs"] == []


def test_a_spoken_answer_comes_as_transcript_and_pieces_of_sound() -> None:
    audio = {"modalities": ["text", "audio"], "audio": {"voice": "alloy", "format": "pcm16"}}
    asked = call({**HELLO, **audio, "stream_options": {"include_usage": True}}, model="gpt-4o-audio-preview")
    answer = chat.prepare(asked).compose(0)
    assert answer.events is not None
    events = list(answer.events)
    told = [json.loads(event.removeprefix(b"data: ")) for event, _ in events[:-1]]
    deltas = [choice["delta"]["audio"] for event in told for choice in event["choices"] if "audio" in choice["delta"]]

    plain = json.loads(chat.prepare(call({**HELLO, "stream": None})).compose(0).body)
    transcript = "".join(delta.get("transcript", "") for delta in deltas)
    sound = b"".join(base64.b64decode(delta["data"]) for delta in deltas if "data" in delta)
    assert transcript == plain["choices"][0]["message"]["content"]
    assert sound == reading_aloud.pcm(transcript)
    plain_tokens = [delta for delta in deltas if "transcript" in delta]
    assert ["id" in delta for delta in deltas] == [True] + [False] * (len(deltas) - 1)
    assert told[1]["choices"][0]["delta"] == {"refusal": None, "role": "assistant"}
    assert told[2]["choices"][0]["delta"]["content"] is None
    assert told[-2]["usage"]["completion_tokens_details"]["text_tokens"] == len(plain_tokens)
    assert told[-1]["choices"] == [{"delta": {"audio": {"expires_at": 1_774_966_347}}, "index": 0}]
    assert sum(tokens for _, tokens in events) == answer.usage.completion_tokens


def _at(month: str, *, model: str = "gpt-4o", **members: Any) -> list[dict[str, Any]]:
    shapes = shapes_of(month, model=model, content_filter=members.pop("content_filter", "default"))
    asked = structs.replace(call({**HELLO, "stream_options": {"include_usage": True}, **members}), shapes=shapes)
    return events_of(chat.prepare(asked).compose(0))


def test_the_asynchronous_filter_speaks_between_the_end_and_the_usage() -> None:
    _, *pieces, end, annotation, usage = _at("2026-10", content_filter="asynchronous")

    assert all("content_filter_results" not in event["choices"][0] for event in [*pieces, end])
    assert end["choices"][0]["finish_reason"] == "stop"
    (choice,) = annotation["choices"]
    assert "delta" not in choice
    written = sum(len(event["choices"][0]["delta"].get("content") or "") for event in pieces)
    assert choice["content_filter_offsets"] == {"check_offset": 5, "start_offset": 5, "end_offset": 5 + written}
    assert usage["usage"]["completion_tokens"] > 0


def test_the_first_streams_had_neither_padding_nor_refusal_nor_details() -> None:
    _, role, *_, usage = _at("2024-02")

    assert role["choices"][0]["delta"] == {"content": "", "role": "assistant"}
    assert "obfuscation" not in role
    assert list(usage["usage"]) == ["completion_tokens", "prompt_tokens", "total_tokens"]


def test_the_usage_brings_more_and_more_and_names_stay_sorted() -> None:
    *_, june = _at("2026-06")
    *_, october = _at("2026-10")

    assert "latency_checkpoint" in june
    assert set(october) - set(june) == {"routing"}
    assert "cache_write_tokens" in october["usage"]["prompt_tokens_details"]
    assert list(october) == sorted(october)


def _stopped(content_filter: Any = "default") -> list[dict[str, Any]]:
    asked = call({**HELLO, "stream_options": {"include_usage": True}}, content_filter=content_filter)
    shapes = shapes_of("2026-10", content_filter=content_filter)
    return events_of(chat.prepare(structs.replace(asked, filtered_after=2, shapes=shapes)).compose(0))


def test_a_stream_that_the_filter_stops_ends_without_usage() -> None:
    *_, last_piece, end = _stopped()

    assert last_piece["choices"][0]["delta"]["content"]
    assert end["choices"][0]["finish_reason"] == "content_filter"
    assert end["choices"][0]["content_filter_results"]["hate"] == {"filtered": True, "severity": "high"}


def test_the_asynchronous_filter_stops_by_an_annotation() -> None:
    *_, last_piece, annotation = _stopped("asynchronous")

    assert last_piece["choices"][0]["finish_reason"] is None
    assert "delta" not in annotation["choices"][0]
    assert annotation["choices"][0]["finish_reason"] == "content_filter"
