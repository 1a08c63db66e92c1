import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.upstream.answers import Verdict, failed, judge_body, judge_head, needs_body, retry_after_seconds
from headgate.wire.response_head import ResponseHead


def head(status: int, **headers: bytes) -> ResponseHead:
    return ResponseHead(status=status, status_line=b"HTTP/1.1 %d Any" % status, **headers)


def judged(status: int, *, streamed_response: bool = False, **headers: bytes) -> Verdict:
    return judge_head(head(status, **headers), streamed_response=streamed_response)


@pytest.mark.parametrize(
    "status, step, outcome, health, billed",
    [
        (200, "relay", "answered", "succeed", True),
        (201, "relay", "answered", "succeed", True),
        (302, "relay", "answered", "succeed", False),
        (401, "next", "auth_failed", "quarantine", False),
        (403, "next", "auth_failed", "quarantine", False),
        (408, "next_once", "timeout", "fail", True),
        (409, "relay", "answered", "succeed", False),
        (422, "relay", "answered", "succeed", False),
        (429, "next", "throttled", "throttle", False),
        (500, "next", "failed", "fail", False),
        (503, "next", "failed", "fail", False),
    ],
)
def test_what_a_status_says_by_itself(status: int, step: str, outcome: str, health: str, billed: bool) -> None:
    verdict = judged(status)

    assert (verdict.step, verdict.outcome, verdict.health, verdict.billed) == (step, outcome, health, billed)


@pytest.mark.parametrize("headers", [{"retry_after": b"4"}, {"retry_after_ms": b"0"}])
def test_a_streamed_response_with_retry_after_is_throttled(headers: dict[str, bytes]) -> None:
    assert judged(200, streamed_response=True, **headers).outcome == "throttled"
    assert judged(200, streamed_response=False, **headers).outcome == "answered"
    assert judged(200, streamed_response=True).outcome == "answered"


def test_only_400_and_404_need_their_body() -> None:
    assert [status for status in range(200, 600) if needs_body(status)] == [400, 404]


@pytest.mark.parametrize(
    "status, body, step",
    [
        (404, b'{"error":{"code":"DeploymentNotFound"}}', "next"),
        (404, b'{"error":{"code":"NotFound"}}', "relay"),
        (400, b'{"error":{"code":"content_filter"}}', "relay"),
        (400, b'{"error":{"code":"context_length_exceeded"}}', "pay_as_you_go"),
        (400, b'{"error":{"message":"Unrecognized request argument: stream_options"}}', "without_usage"),
        (400, b'{"error":{"code":"invalid_value"}}', "relay"),
        (400, b"", "relay"),
        (404, b"<html>", "relay"),
    ],
)
def test_what_a_body_says(status: int, body: bytes, step: str) -> None:
    assert judge_body(head(status), body, provisioned=True, usage_asked_by_us=True).step == step


def test_a_filtered_prompt_is_billed_and_other_mistakes_are_not() -> None:
    filtered = judge_body(head(400), b'"content_filter"', provisioned=True, usage_asked_by_us=False)
    other = judge_body(head(400), b'"invalid"', provisioned=True, usage_asked_by_us=False)

    assert (filtered.billed, other.billed) == (True, False)


def test_pay_as_you_go_is_not_sent_to_itself() -> None:
    assert judge_body(head(400), b"context_length_exceeded", provisioned=False, usage_asked_by_us=False).step == "relay"


def test_options_the_caller_gave_are_its_own() -> None:
    assert judge_body(head(400), b"stream_options", provisioned=False, usage_asked_by_us=False).step == "relay"


def test_a_failure_says_what_failed() -> None:
    assert (failed("connection reset").error, failed("connection reset").step) == ("connection reset", "next")


def waits(retry_after: bytes = b"", retry_after_ms: bytes = b"", cap: float = 60.0) -> float:
    dates = {"Mon, 23 Nov 2026 12:00:07 GMT": 7.0}
    answer = head(429, retry_after=retry_after, retry_after_ms=retry_after_ms)
    return retry_after_seconds(answer, cap=cap, http_date=dates.get)


@pytest.mark.parametrize(
    "retry_after, retry_after_ms, seconds",
    [
        (b"", b"", 1.0),
        (b"3", b"", 3.0),
        (b"3", b"3500", 3.5),
        (b"3", b"200", 3.0),
        (b"1", b"0", 1.0),
        (b"0", b"0", 1.0),
        (b"0.2", b"", 1.0),
        (b"2.5", b"", 2.5),
        (b"-5", b"-5", 1.0),
        (b"nan", b"inf", 1.0),
        (b"1e400", b"", 1.0),
        (b"soon", b"", 1.0),
        (b"86400", b"", 60.0),
        (b"Mon, 23 Nov 2026 12:00:07 GMT", b"", 7.0),
        (b"Mon, 23 Nov 2026 12:00:07 GMT", b"9000", 9.0),
        (b"\xff\xfe", b"\xff", 1.0),
    ],
)
def test_the_longer_of_both_headers_is_believed(retry_after: bytes, retry_after_ms: bytes, seconds: float) -> None:
    assert waits(retry_after, retry_after_ms) == seconds


@given(st.binary(max_size=12), st.binary(max_size=12), st.floats(0.1, 1e6))
def test_whatever_the_headers_say_the_wait_is_within_bounds(one: bytes, other: bytes, cap: float) -> None:
    assert min(1.0, cap) <= waits(one, other, cap) <= cap
