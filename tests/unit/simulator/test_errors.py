import json

import pytest

from headgate.simulator import errors


def test_a_bad_key_has_the_recorded_length() -> None:
    assert len(errors.bad_key().body) == 224
    assert errors.bad_key().reason == b"PermissionDenied"


def test_a_bad_token_has_a_flat_envelope() -> None:
    assert json.loads(errors.bad_token().body)["statusCode"] == 401


def test_a_missing_deployment_is_pretty_printed_and_has_no_content_type() -> None:
    error = errors.no_deployment()

    assert json.loads(error.body)["error"]["code"] == "DeploymentNotFound"
    assert error.body.startswith(b'{\n  "error": {\n    "type"')
    assert (error.content_type, error.recorded_chunked) == (b"", True)


def test_a_rate_limit_has_a_space_before_its_message() -> None:
    assert errors.rate_limited('Say "please".') == (
        b'{"error":{"code":"RateLimitReached","message": "Say \\"please\\"."}}'
    )


def test_a_blocked_prompt_says_what_blocked_it() -> None:
    error = json.loads(errors.blocked_prompt().body)["error"]

    assert (error["code"], error["status"], error["param"]) == ("content_filter", 400, "prompt")
    assert error["innererror"]["content_filter_result"]["jailbreak"]["filtered"] is True


@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 429, 500, 502, 503, 504])
def test_every_status_has_a_body(status: int) -> None:
    assert "error" in json.loads(errors.body_of_status(status))


def test_the_error_of_a_stream_is_one_event() -> None:
    event = errors.stream_error_event()

    assert event.endswith(b"\n\n")
    assert json.loads(event.removeprefix(b"data: "))["error"]["code"] == "server_error"


@pytest.mark.parametrize(
    "error",
    [
        errors.no_path(),
        errors.not_kept("Response", "resp_1"),
        errors.wrong_operation("embeddings", "gpt-4o"),
        errors.invalid("No."),
        errors.too_long(200, 100, param="messages"),
        errors.too_large(100),
    ],
)
def test_other_errors_are_json_with_a_message(error: errors.AzureError) -> None:
    assert json.loads(error.body)["error"]["message"]


def test_a_blocked_picture_is_told_in_another_spelling() -> None:
    error = json.loads(errors.blocked_picture_prompt().body)["error"]

    assert list(error) == ["inner_error", "code", "message", "param", "type"]
    assert error["inner_error"]["content_filter_results"]["sexual"] == {"filtered": True, "severity": "high"}
    assert "documentation: \r\nhttps://" in error["message"]


def test_what_is_not_among_a_few_is_told_what_they_are() -> None:
    def told(*allowed: str) -> str:
        return json.loads(errors.not_among("x", allowed, "quality").body)["error"]["message"].partition(". ")[2]  # type: ignore[no-any-return]

    assert told("a", "b", "c") == "Supported values are: 'a', 'b', and 'c'."
    assert told("a", "b") == "Supported values are: 'a' and 'b'."
    assert told("a") == "Supported values are: 'a'."
