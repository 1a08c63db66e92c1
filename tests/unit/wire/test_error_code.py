from typing import Any

import pytest

from headgate.wire.error_code import TEXT_MAX, error_code, plain_text


@pytest.mark.parametrize(
    "error, code",
    [
        (None, ""),
        ({}, ""),
        ("", ""),
        ("gone", "error"),
        (["gone"], "error"),
        ({"code": "DeploymentNotFound", "type": "invalid_request_error"}, "DeploymentNotFound"),
        ({"code": None, "type": "too_many_requests"}, "too_many_requests"),
        ({"code": 429}, "429"),
        ({"code": True}, "error"),
        ({"code": {}, "type": []}, "error"),
        ({"code": None, "message": "This model's maximum context length is 8192 tokens."}, "context_length_exceeded"),
    ],
)
def test_the_code_of_an_error_is_found_in_every_shape(error: Any, code: str) -> None:
    assert error_code(error) == code


@pytest.mark.parametrize("value", [None, 1.5, True, [], {}, 10**12])
def test_what_is_no_text_is_empty(value: Any) -> None:
    assert plain_text(value) == ""


def test_a_text_for_records_is_short_and_printable() -> None:
    assert plain_text("gpt-4o") == "gpt-4o"
    assert plain_text(-3) == "-3"
    assert plain_text("a\r\nb\x1b[0m") == "ab[0m"
    assert plain_text("x" * 1_000) == "x" * TEXT_MAX
