import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.wire.plain_event import RECOGNISERS, never_plain, plain_chat_text, plain_response_text
from tests.unit.wire.reference_tap import read_stream
from tests.unit.wire.streams import CHAT_EVENT, RESPONSE_EVENT, chunk, framed

AZURE = (
    b'data: {"choices":[{"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},'
    b'"delta":{"content":" Why"},"finish_reason":null,"index":0,"logprobs":null}],"created":1780491942,'
    b'"id":"chatcmpl-Dmf","model":"gpt-5.2-2025-12-11","object":"chat.completion.chunk","usage":null}\n\n'
)
OPENAI = (
    b'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o","choices":'
    b'[{"index":0,"delta":{"content":"a\\nb"},"logprobs":null,"finish_reason":null}]}\n\n'
)
RESPONSE = (
    b"event: response.output_text.delta\n"
    b'data: {"type":"response.output_text.delta","content_index":0,"delta":"4","item_id":"msg_1","logprobs":[]}\n\n'
)


def compact(event: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(event, separators=(',', ':'))}\n\n".encode()


def test_a_piece_of_text_is_recognised_in_every_producers_order_of_members() -> None:
    assert plain_chat_text(AZURE) == b" Why"
    assert plain_chat_text(OPENAI) == rb"a\nb"
    assert plain_response_text(RESPONSE) == b"4"


@pytest.mark.parametrize(
    "event",
    [
        chunk([{"delta": {"content": "a"}}, {"delta": {"content": "b"}}]),
        chunk([{"delta": {"role": "assistant"}}, {"delta": {"content": "b"}}]),
        chunk([{"delta": {"content": "a", "refusal": "b"}}]),
        chunk([{"delta": {"content": "a"}}], usage={"prompt_tokens": 1}),
        chunk([{"delta": {"content": "a"}}], error={"code": "late"}),
        chunk([{"delta": {"content": '"}'}}]),
        chunk([{"delta": {"content": None}}]),
        chunk([{"delta": {"tool_calls": []}}]),
        chunk([]),
    ],
)
def test_an_event_that_may_state_more_than_its_text_is_not_plain(event: dict[str, Any]) -> None:
    assert plain_chat_text(compact(event)) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        AZURE[:-1],
        AZURE + AZURE,
        AZURE + b"data: [DONE]\n\n",
        AZURE.replace(b"\n\n", b"\r\n\r\n"),
        AZURE.replace(b"\n\n", b"\r\n\n"),
        b": comment\n" + AZURE,
        b"x" + AZURE,
        b'\n"delta":{"content":"}\n\n',
    ],
)
def test_bytes_that_are_not_exactly_one_event_are_not_plain(data: bytes) -> None:
    assert plain_chat_text(data) is None


@pytest.mark.parametrize(
    "data",
    [
        RESPONSE[:-1],
        RESPONSE + RESPONSE,
        RESPONSE.replace(b"\n", b"\r\n"),
        RESPONSE.replace(b"output_text.delta", b"output_audio.delta"),
        RESPONSE.replace(b".delta\n", b".done\n"),
        RESPONSE.replace(b'"delta":"4"', rb'"delta":"\"4\""'),
        RESPONSE.replace(b'"delta":"4"', b'"delta":{"a":"4"}'),
        RESPONSE.replace(b'"4"', b'"4":1'),
    ],
)
def test_only_one_whole_delta_of_text_is_a_plain_event_of_a_response(data: bytes) -> None:
    assert plain_response_text(data) is None


def test_other_streams_have_no_plain_events() -> None:
    assert never_plain(AZURE) is None
    assert set(RECOGNISERS) == {"chat.completions", "responses"}


@given(st.one_of(CHAT_EVENT, RESPONSE_EVENT).flatmap(lambda event: framed(event, "\n")))
def test_whatever_is_recognised_states_its_text_and_nothing_else(event: bytes) -> None:
    expected = read_stream(event, swallow=False)
    for recognise in (plain_chat_text, plain_response_text):
        text = recognise(event)
        if text is not None:
            assert json.loads(b'"%b"' % text) == expected.text
            assert (expected.usage, expected.error, expected.finished, expected.events) == (None, "", False, 1)


@given(st.sampled_from([AZURE, OPENAI, RESPONSE]), st.integers(0, 400), st.binary(max_size=3))
def test_bent_events_never_raise(event: bytes, place: int, noise: bytes) -> None:
    bent = event[:place] + noise + event[place + 1 :]
    for recognise in (plain_chat_text, plain_response_text):
        recognise(bent)
        recognise(bent[:place])
