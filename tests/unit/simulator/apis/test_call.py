import json

import msgspec
import pytest

from headgate.simulator.apis.call import read
from headgate.simulator.apis.chat import ChatAsk
from headgate.simulator.errors import AzureError
from tests.unit.simulator.apis.calls import error_of

DECODER = msgspec.json.Decoder(ChatAsk)
MESSAGES = [{"role": "user", "content": "Hello"}]


@pytest.mark.parametrize(
    "body,param,code",
    [
        ({}, "messages", "missing_required_parameter"),
        ({"messages": "Hello"}, "messages", "invalid_type"),
        ({"messages": []}, "messages", "empty_array"),
        ({"messages": [{"content": "Hello"}]}, "messages[0].role", "missing_required_parameter"),
        ({"messages": [{"role": "king", "content": "Hello"}]}, "messages[0].role", "invalid_value"),
        ({"messages": MESSAGES, "max_tokens": 0}, "max_tokens", "integer_below_min_value"),
        ({"messages": MESSAGES, "n": 500}, "n", "integer_above_max_value"),
        ({"messages": MESSAGES, "temperature": 2.5}, "temperature", "decimal_above_max_value"),
        ({"messages": MESSAGES, "stream": "yes"}, "stream", "invalid_type"),
    ],
)
def test_a_mistake_is_told_with_its_parameter_and_a_code(body: object, param: str, code: str) -> None:
    with pytest.raises(AzureError) as caught:
        read(json.dumps(body).encode(), DECODER)

    error = error_of(caught.value.body)
    assert caught.value.status == 400
    assert error["type"] == "invalid_request_error"
    assert (error["param"], error["code"]) == (param, code)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"messages": [' + b"[" * 100_000])
def test_what_is_no_json_is_told(body: bytes) -> None:
    with pytest.raises(AzureError) as caught:
        read(body, DECODER)

    assert caught.value.status == 400


def test_members_not_known_are_let_be() -> None:
    assert read(json.dumps({"messages": MESSAGES, "new": 1}).encode(), DECODER).messages[0].content == "Hello"
