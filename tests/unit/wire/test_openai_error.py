import json

from headgate.core.refusal import Refusal
from headgate.wire.openai_error import error_body, error_event

REFUSAL = Refusal(403, "model_not_allowed", 'Not "this" one.', type="permission_error", param="model")


def test_an_error_has_the_shape_that_clients_read() -> None:
    assert json.loads(error_body(REFUSAL)) == {
        "error": {
            "message": 'Not "this" one.',
            "type": "permission_error",
            "param": "model",
            "code": "model_not_allowed",
        }
    }


def test_a_chat_stream_ends_with_an_error_object() -> None:
    assert error_event(REFUSAL, api="chat.completions") == b"data: " + error_body(REFUSAL) + b"\n\n"


def test_a_stream_of_the_responses_api_ends_with_an_event_named_error() -> None:
    name, data, *end = error_event(REFUSAL, api="responses").decode().split("\n")

    assert (name, end) == ("event: error", ["", ""])
    assert json.loads(data.removeprefix("data: ")) == {
        "type": "error",
        "code": "model_not_allowed",
        "message": 'Not "this" one.',
        "param": "model",
    }


def test_an_event_is_one_line_whatever_the_message_holds() -> None:
    event = error_event(Refusal(502, "code", "a\nb\r\n\r\ndata: c"), api="chat.completions")

    assert event.count(b"\n") == 2
    assert b"\r" not in event
