import json
from typing import Annotated, Any, Literal

import msgspec
import pytest
from msgspec import Meta, Struct

from headgate.simulator.apis.call import read
from headgate.simulator.errors import AzureError
from tests.unit.simulator.apis.calls import error_of


class Part(Struct, forbid_unknown_fields=True):
    role: Literal["user", "assistant", "tool"]
    content: str | list[dict[str, Any]] | None = None


class Ask(Struct):
    messages: Annotated[list[Part], Meta(min_length=1, max_length=2)]
    n: Annotated[int, Meta(ge=1, le=8)] | None = None
    temperature: Annotated[float, Meta(ge=0, le=2)] | None = None
    stream: bool | None = None
    input: Annotated[str, Meta(min_length=2, max_length=4)] | None = None
    size: Literal["small", "large"] | None = None
    bias: dict[str, float] | None = None


DECODER = msgspec.json.Decoder(Ask)
PART = {"role": "user"}


def _told(**members: Any) -> dict[str, Any]:
    with pytest.raises(AzureError) as refused:
        read(json.dumps({"messages": [PART], **members}).encode(), DECODER)
    return error_of(refused.value.body)


@pytest.mark.parametrize(
    "members,code,message",
    [
        (
            {"n": 0},
            "integer_below_min_value",
            "Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead.",
        ),
        (
            {"n": 64},
            "integer_above_max_value",
            "Invalid 'n': integer above maximum value. Expected a value <= 8, but got 64 instead.",
        ),
        (
            {"temperature": 2.5},
            "decimal_above_max_value",
            "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 2.5 instead.",
        ),
        ({"n": "2"}, "invalid_type", "Invalid type for 'n': expected an integer, but got a string instead."),
        ({"n": 1.5}, "invalid_type", "Invalid type for 'n': expected an integer, but got a decimal number instead."),
        (
            {"temperature": "hot"},
            "invalid_type",
            "Invalid type for 'temperature': expected a decimal, but got a string instead.",
        ),
        ({"stream": 1}, "invalid_type", "Invalid type for 'stream': expected a boolean, but got an integer instead."),
        (
            {"messages": "ping"},
            "invalid_type",
            "Invalid type for 'messages': expected an array, but got a string instead.",
        ),
        (
            {"messages": ["ping"]},
            "invalid_type",
            "Invalid type for 'messages[0]': expected an object, but got a string instead.",
        ),
        (
            {"messages": [{**PART, "content": 7}]},
            "invalid_type",
            "Invalid type for 'messages[0].content': expected one of a string or array, but got an integer instead.",
        ),
        (
            {"messages": []},
            "empty_array",
            "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
        ),
        (
            {"messages": [PART] * 3},
            "array_above_max_length",
            (
                "Invalid 'messages': array too long. "
                "Expected an array with maximum length 2, but got an array with length 3 instead."
            ),
        ),
        (
            {"input": "x" * 5},
            "string_above_max_length",
            (
                "Invalid 'input': string too long. "
                "Expected a string with maximum length 4, but got a string with length 5 instead."
            ),
        ),
        (
            {"input": "x"},
            "string_below_min_length",
            (
                "Invalid 'input': string too short. "
                "Expected a string with minimum length 2, but got a string with length 1 instead."
            ),
        ),
        (
            {"messages": [{"role": "king"}]},
            "invalid_value",
            "Invalid value: 'king'. Supported values are: 'assistant', 'tool', and 'user'.",
        ),
        ({"size": "huge"}, "invalid_value", "Invalid value: 'huge'. Supported values are: 'large' and 'small'."),
        ({"messages": [{}]}, "missing_required_parameter", "Missing required parameter: 'messages[0].role'."),
        ({"messages": [{**PART, "x": 1}]}, "unknown_parameter", "Unknown parameter: 'messages[0].x'."),
    ],
)
def test_a_mistake_is_told_in_openais_words(members: dict[str, Any], code: str, message: str) -> None:
    error = _told(**members)

    assert (error["message"], error["code"]) == (message, code)
    assert error["param"] in message or code == "invalid_value"


def test_members_without_a_name_of_their_own_are_told_too() -> None:
    assert _told(bias={"a.b": "x"})["message"] == (
        "Invalid type for 'bias[...]': expected a decimal, but got a string instead."
    )


def test_a_body_of_another_kind_has_no_parameter() -> None:
    with pytest.raises(AzureError) as refused:
        read(b"[]", DECODER)

    error = error_of(refused.value.body)
    assert (error["param"], error["code"]) == (None, "invalid_type")
