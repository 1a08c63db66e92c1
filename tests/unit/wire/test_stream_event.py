from typing import Any

import msgspec
import pytest

from headgate.core.usage import Usage
from headgate.wire.stream_event import FAILED, decode_event, error_in, has_output, text_in, usage_in


def decoded(**members: Any) -> Any:
    event = decode_event(msgspec.json.encode(members))
    assert event is not None
    return event


@pytest.mark.parametrize(
    "payload", [b"", b"{", b"[]", b"7", b"\xff", b'{"choices":{}}', b'{"response":5}', b"[" * 9_000]
)
def test_what_is_no_event_of_a_known_kind_is_none(payload: bytes) -> None:
    assert decode_event(payload) is None


def test_usage_is_read_from_the_event_or_from_its_response() -> None:
    tokens = {"input_tokens": 3, "output_tokens": 4}
    assert usage_in(decoded(usage=tokens), all_images=False) == Usage(3, completion_tokens=4)
    assert usage_in(decoded(response={"usage": tokens}), all_images=False) == Usage(3, completion_tokens=4)
    searched = decoded(response={"usage": tokens, "tool_usage": {"web_search": {"num_requests": 2}}})
    assert usage_in(searched, all_images=False) == Usage(3, completion_tokens=4, searches=2)
    assert usage_in(decoded(response={"usage": None}), all_images=False) is None
    assert usage_in(decoded(usage="x"), all_images=False) is None


@pytest.mark.parametrize(
    "members, code",
    [
        ({"error": {"code": "a"}}, "a"),
        ({"error": None}, ""),
        ({"type": "error", "error": {"code": "a"}}, "a"),
        ({"type": "error", "code": "b"}, "b"),
        ({"type": "error"}, "error"),
        ({"type": "response.failed", "response": {"error": {"code": "c"}}}, "c"),
        ({"type": "response.failed", "response": {"error": None}}, FAILED),
        ({"type": "response.failed"}, FAILED),
        ({"type": "response.incomplete", "response": {"error": None}}, ""),
        ({"choices": [{"content_filter_results": {"error": {"code": "x"}}}]}, ""),
    ],
)
def test_an_error_is_told_in_every_shape(members: dict[str, Any], code: str) -> None:
    assert error_in(decoded(**members)) == code


@pytest.mark.parametrize(
    "members, text, output",
    [
        ({"choices": [{"delta": {"content": "a"}}, {"delta": {"content": "b"}}]}, "ab", True),
        ({"choices": [{"delta": {"role": "assistant", "content": ""}}]}, "", False),
        ({"choices": [{"delta": {"audio": {"data": "UklG"}}}]}, "", True),
        ({"choices": [{"text": "a"}]}, "a", True),
        ({"choices": [{"delta": "x"}]}, "", False),
        ({"choices": []}, "", False),
        ({"type": "response.output_text.delta", "delta": "a"}, "a", True),
        ({"type": "response.output_audio.delta", "delta": "UklG"}, "", True),
        ({"type": "response.output_text.delta", "delta": {}}, "", True),
        ({"type": "response.output_item.added", "item": {"name": "f"}}, "f", False),
        ({"type": "response.output_item.added", "item": {"type": "message"}}, "", False),
        ({"type": "response.output_text.done", "text": "a"}, "", False),
        ({"type": "image_generation.partial_image", "b64_json": "x"}, "", True),
        ({"type": 7}, "", False),
    ],
)
def test_text_and_output_are_told_apart_from_everything_else(members: dict[str, Any], text: str, output: bool) -> None:
    event = decoded(**members)
    assert (text_in(event), has_output(event)) == (text, output)
