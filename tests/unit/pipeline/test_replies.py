import pytest

from headgate.core.deployment import Deployment
from headgate.core.refusal import Refusal
from headgate.pipeline.replies import own_head, refusal_head, refuse, relayed_head
from headgate.wire.openai_error import error_body
from headgate.wire.response_head import read_response_head
from tests.playbook.callers import ScriptedReply
from tests.playbook.world import Timeline


def test_a_relayed_head_is_the_backends_with_three_lines_of_ours() -> None:
    head = read_response_head(b"HTTP/1.0 429 Slow Down\r\nx-own: 1\r\ncontent-length: 5")

    assert relayed_head(head, "id-1", Deployment("east", "ptu", "m", "1", "provisioned"), 2) == (
        b"HTTP/1.1 429 Slow Down\r\nx-own: 1\r\nx-headgate-request-id: id-1\r\n"
        b"x-headgate-deployment: east/ptu\r\nx-headgate-attempts: 2\r\n"
    )


def test_our_own_head_names_the_exchange_where_there_is_one() -> None:
    assert own_head(200) == b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
    assert own_head(200, exchange_id="id-1").endswith(b"x-headgate-request-id: id-1\r\n")


@pytest.mark.parametrize(
    "seconds, retry_after, retry_after_ms",
    [(1.0, b"1", b"1000"), (0.25, b"1", b"250"), (4.2001, b"5", b"4201"), (0.0, b"1", b"1"), (60.0, b"60", b"60000")],
)
def test_waiting_is_said_in_both_headers_and_never_as_nothing(
    seconds: float, retry_after: bytes, retry_after_ms: bytes
) -> None:
    head = refusal_head(Refusal(429, "code", "No.", retry_after_seconds=seconds))

    assert b"\r\nretry-after: " + retry_after + b"\r\nretry-after-ms: " + retry_after_ms + b"\r\n" in head


def test_where_waiting_does_not_help_nothing_is_said_of_it() -> None:
    assert b"retry-after" not in refusal_head(Refusal(401, "401", "No."))


def test_a_refusal_may_bring_headers_and_the_number_of_attempts() -> None:
    head = refusal_head(Refusal(429, "code", "No.", headers=((b"x-a", b"b"),)), attempts=0)

    assert b"x-headgate-attempts: 0\r\n" in head
    assert head.endswith(b"x-a: b\r\n")


@pytest.mark.parametrize("close", [True, False])
def test_a_refusal_is_a_whole_answer_that_may_end_the_connection(close: bool) -> None:
    reply = ScriptedReply(Timeline())
    refusal = Refusal(400, "code", "No.", close=close)
    refuse(reply, refusal)

    reply.check()
    assert (reply.body, reply.closes) == (error_body(refusal), close)
