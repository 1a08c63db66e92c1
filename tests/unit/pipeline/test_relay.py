import pytest

from headgate.pipeline import relay
from headgate.pipeline.relay import BodyRelay, StreamRelay
from headgate.wire.sse import StreamTap
from tests.playbook.asking import DONE, said, usage_event
from tests.playbook.callers import ScriptedReply
from tests.playbook.world import Timeline


@pytest.fixture
def reply() -> ScriptedReply:
    begun = ScriptedReply(Timeline())
    begun.begin(b"HTTP/1.1 200 OK\r\n", None)
    return begun


def test_a_body_is_passed_on_and_kept(reply: ScriptedReply) -> None:
    relaying = BodyRelay(reply)
    relaying.pass_on(b"hel")
    relaying.keep(b"lo")

    assert (reply.body, relaying.body()) == (b"hel", b"hello")


@pytest.mark.plain
def test_a_body_too_long_to_be_read_is_passed_on_and_not_kept(
    reply: ScriptedReply, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "READ_BODY_MAX", 4)
    relaying = BodyRelay(reply)
    for part in (b"abc", b"def", b"g"):
        relaying.pass_on(part)

    assert (reply.body, relaying.body()) == (b"abcdefg", b"")


def test_nobody_is_written_to_who_has_left(reply: ScriptedReply) -> None:
    reply.gone = True
    BodyRelay(reply).pass_on(b"x")
    tap = StreamTap("chat.completions", swallow_usage=False)
    StreamRelay(reply, tap, lambda: True).pass_on(said("Hello"))

    assert (reply.body, tap.text()) == (b"", "Hello")


def test_a_stream_is_passed_on_but_for_what_was_asked_for_us(reply: ScriptedReply) -> None:
    relaying = StreamRelay(reply, StreamTap("chat.completions", swallow_usage=True), lambda: True)
    for event in (said("Hello"), usage_event(), DONE):
        relaying.pass_on(event)

    assert reply.body == said("Hello") + DONE


@pytest.mark.parametrize("may_go", [True, False])
def test_the_end_of_a_stream_goes_out_only_when_it_may(reply: ScriptedReply, may_go: bool) -> None:
    relaying = StreamRelay(reply, StreamTap("chat.completions", swallow_usage=False), lambda: may_go)
    relaying.pass_on(said("Hello"))
    relaying.pass_on(DONE)

    assert reply.body == said("Hello") + (DONE if may_go else b"")
