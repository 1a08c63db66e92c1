import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.wire.request_body import (
    BodyError,
    completion_tokens_max,
    input_characters,
    names_model_once,
    read_body,
    rewrite_json,
    wants_usage,
    with_model,
    with_usage_asked,
    without_repeats,
)
from headgate.wire.request_shape import RequestBody

JSON = b"application/json"
FORM = b"multipart/form-data; boundary=cut"


def read(body: bytes | dict[str, Any], content_type: bytes = JSON) -> RequestBody:
    return read_body(json.dumps(body).encode() if isinstance(body, dict) else body, content_type)


def test_what_a_body_asks_for() -> None:
    body = read({"model": "gpt-4o", "stream": True, "stream_options": {"include_usage": True}, "seed": 1})

    assert (body.model, body.stream, wants_usage(body)) == ("gpt-4o", True, True)


@pytest.mark.parametrize(
    "content_type", [b"", JSON, b"application/json; charset=utf-8", b"APPLICATION/JSON", b"text/json"]
)
def test_json_is_read_as_such(content_type: bytes) -> None:
    assert read(b'{"model":"m"}', content_type).model == "m"


@pytest.mark.parametrize("content_type", [b"text/plain", b"application/octet-stream", b"application/jsonl", b"jsonx"])
def test_anything_else_asks_for_nothing(content_type: bytes) -> None:
    assert read(b'{"model":"m"}', content_type) == read(b"", JSON) == RequestBody()


@pytest.mark.parametrize("content_type", [FORM, b"Multipart/Form-Data; boundary=cut"])
def test_forms_are_read_for_their_model_and_stream(content_type: bytes) -> None:
    form = (
        b'--cut\r\nContent-Disposition: form-data; name="model"\r\n\r\nwhisper\r\n'
        b'--cut\r\nContent-Disposition: form-data; name="stream"\r\n\r\ntrue\r\n--cut--\r\n'
    )

    assert (read(form, content_type).model, read(form, content_type).stream) == ("whisper", True)


def test_a_form_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(BodyError) as refused:
        read(b"model=whisper", FORM)
    assert refused.value.code == "invalid_form"


@pytest.mark.parametrize("given_input", ["text", ["a", "b"], [[1, 2]], None, 7, {"a": 1}])
def test_an_input_of_any_type_is_read(given_input: Any) -> None:
    assert read({"model": "m", "input": given_input}).model == "m"


@pytest.mark.parametrize(
    "body, code, param",
    [
        (b"{", "invalid_json", None),
        (b'{"model": "m"} x', "invalid_json", None),
        (b"\xef\xbb\xbf{}", "invalid_json", None),
        (b'{"model": "\xff"}', "invalid_json", None),
        (b'{"a":' * 50_000, "invalid_json", None),
        (b'{"x": NaN}', "invalid_json", None),
        (b"[]", "invalid_type", None),
        (b"null", "invalid_type", None),
        (b'{"model": 7}', "invalid_type", "model"),
        (b'{"n": 1.5}', "invalid_type", "n"),
        (b'{"stream_options": {"include_usage": 1}}', "invalid_type", "stream_options.include_usage"),
    ],
)
def test_a_mistake_is_pointed_at(body: bytes, code: str, param: str | None) -> None:
    with pytest.raises(BodyError) as refused:
        read(body)
    assert (refused.value.code, refused.value.param) == (code, param)


@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode), st.sampled_from([b"", JSON, FORM, b"text/plain"]))
def test_nothing_but_a_body_error_is_ever_raised(body: bytes, content_type: bytes) -> None:
    try:
        asked = read_body(body, content_type)
    except BodyError:
        return
    assert completion_tokens_max(asked) >= 0
    assert input_characters(asked) >= 0


FIELDS = st.sampled_from(
    ["model", "stream", "stream_options", "max_tokens", "max_completion_tokens", "max_output_tokens", "n", "input", "x"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(FIELDS, VALUES, max_size=6))
def test_fields_of_any_type_are_read_or_refused_and_can_be_rewritten(fields: dict[str, Any]) -> None:
    body = json.dumps(fields).encode()
    try:
        asked = read_body(body, JSON)
    except BodyError:
        return
    assert 0 <= completion_tokens_max(asked) <= 1_000_000_000
    if isinstance(fields.get("input"), str):
        assert input_characters(asked) == len(fields["input"])
    assert json.loads(with_model(body, JSON, "other")) == fields | {"model": "other"}
    options = json.loads(with_usage_asked(body))["stream_options"]
    assert options == (fields.get("stream_options") or {}) | {"include_usage": True}


@pytest.mark.parametrize(
    "fields, most",
    [
        ({}, 0),
        ({"max_tokens": 50}, 50),
        ({"max_completion_tokens": 70, "max_tokens": 50}, 70),
        ({"max_output_tokens": 30}, 30),
        ({"max_tokens": 50, "n": 3}, 150),
        ({"max_tokens": 50, "n": 10**30}, 6_400),
        ({"max_tokens": 50, "n": -1}, 50),
        ({"max_tokens": -50}, 0),
        ({"max_tokens": None}, 0),
        ({"max_tokens": 10**30}, 1_000_000_000),
    ],
)
def test_the_most_a_caller_lets_the_model_write(fields: dict[str, Any], most: int) -> None:
    assert completion_tokens_max(read(fields)) == most


@pytest.mark.parametrize(
    "given_input, characters", [("Good morning", 12), ("\u00e9\U0001f600", 2), (["a"], 0), (None, 0), ("", 0)]
)
def test_characters_are_counted_for_speech(given_input: Any, characters: int) -> None:
    assert input_characters(read({"input": given_input})) == characters


def test_an_input_that_is_no_text_has_no_characters() -> None:
    assert input_characters(read(b'{"input":"\xff"}')) == 0


@pytest.mark.parametrize(
    "body, once",
    [
        (b'{"model":"a"}', True),
        (b"{}", True),
        (b'{"model":"a","model":"b"}', False),
        (b'{"model":"a","mod\\u0065l":"b"}', False),
        (b'{"model":"a","metadata":{"model":"b"}}', False),
    ],
)
def test_a_body_that_might_name_two_models_is_told(body: bytes, once: bool) -> None:
    assert names_model_once(body) is once


def test_rewriting_keeps_every_other_value_and_the_order_of_fields() -> None:
    body = b'{"b": 1.50, "model": "a", "a": [1e2, "\\u00e9"], "big": 12345678901234567890123}'

    assert rewrite_json(body, {"model": b'"z"'}) == (
        b'{"b":1.50,"model":"z","a":[1e2, "\\u00e9"],"big":12345678901234567890123}'
    )


def test_of_repeated_fields_the_one_that_was_read_remains() -> None:
    body = b'{"model":"first","mod\\u0065l":"last"}'

    assert without_repeats(body, JSON) == b'{"model":"last"}'
    assert read(body).model == "last"
    assert without_repeats(b"\xff", b"text/plain") == b"\xff"


def test_usage_is_asked_for_beside_other_options() -> None:
    body = b'{"stream":true,"stream_options":{"include_obfuscation":false,"include_usage":false}}'

    asked = with_usage_asked(body)
    assert asked == b'{"stream":true,"stream_options":{"include_obfuscation":false,"include_usage":true}}'


def test_the_model_of_a_form_is_replaced() -> None:
    form = b'--cut\r\nContent-Disposition: form-data; name="model"\r\n\r\n%b\r\n--cut--\r\n'

    assert with_model(form % b"a", FORM, "b") == form % b"b"


def test_a_body_of_another_kind_names_no_model() -> None:
    assert with_model(b"\x00", b"application/octet-stream", "b") == b"\x00"
