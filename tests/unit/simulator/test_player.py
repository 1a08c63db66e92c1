from collections.abc import Callable, Iterator
from typing import Any

import pytest

from headgate.core.usage import Usage
from headgate.simulator.answer import EVENT_STREAM, Answer, Event
from headgate.simulator.exchange import Exchange
from headgate.simulator.faults import Fault, FaultKind
from headgate.simulator.player import Player
from headgate.simulator.stage import Stage
from headgate.simulator.truth import Ending
from tests.unit.simulator.standing_loop import KeptTransport, StandingLoop

BODY = b'{"answer":42}'
TOKENS = 4
USAGE = Usage(prompt_tokens=10, completion_tokens=TOKENS)


class Play:
    """One answer, played where time passes only when told."""

    def __init__(
        self,
        answer: Answer,
        *,
        fault: Fault | None = None,
        delay: float = 0.0,
        keep_alive: bool = True,
        http_1_0: bool = False,
        head_only: bool = False,
    ) -> None:
        self.loop = StandingLoop()
        self.transport = KeptTransport()
        self.ends: list[tuple[Ending, int, int]] = []
        self.played = 0
        loop: Any = self.loop
        transport: Any = self.transport
        stage = Stage(transport, loop, date_line=lambda: b"", on_played=self._on_played)
        exchange = Exchange(answer=answer, fault=fault, delay_seconds=delay, on_end=self._on_end)
        self.player = Player(exchange, stage, keep_alive=keep_alive, http_1_0=http_1_0, head_only=head_only)
        self.player.start()

    @property
    def body(self) -> bytes:
        return self.transport.written.partition(b"\r\n\r\n")[2]

    @property
    def events(self) -> int:
        return self.transport.written.count(b"data: ")

    def _on_played(self) -> None:
        self.played += 1

    def _on_end(self, ended: Ending, status: int, usage: Usage) -> None:
        self.ends.append((ended, status, usage.completion_tokens if usage.prompt_tokens else -1))


def _events() -> Iterator[Event]:
    yield b"data: first\n\n", 0
    for number in range(TOKENS):
        yield b"data: token %d\n\n" % number, 1
    yield b"data: [DONE]\n\n", 0


def _plain(*, first: float = 0.0, between: float = 0.0) -> Answer:
    return Answer(body=BODY, usage=USAGE, first_token_seconds=first, between_tokens_seconds=between)


def _stream(*, first: float = 0.0, between: float = 0.0) -> Answer:
    return Answer(
        content_type=EVENT_STREAM,
        events=_events(),
        usage=USAGE,
        first_token_seconds=first,
        between_tokens_seconds=between,
    )


def test_an_answer_without_latency_is_written_at_once() -> None:
    play = Play(_plain())

    assert play.body == BODY
    assert play.ends == [("served", 200, TOKENS)]
    assert play.player.ended
    assert play.played == 1


def test_a_plain_answer_waits_for_all_its_tokens() -> None:
    play = Play(_plain(first=1.0, between=0.5), delay=10)

    play.loop.advance(12.4)
    assert play.transport.written == b""
    play.loop.advance(0.2)
    assert play.body == BODY


def test_a_stream_comes_token_by_token() -> None:
    play = Play(_stream(first=1.0, between=0.5))

    seen = []
    for _ in range(8):
        seen.append(play.events)
        play.loop.advance(0.5)
    assert seen == [0, 0, 2, 3, 4, 6, 6, 6]
    assert play.body.endswith(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")
    assert play.ends == [("served", 200, TOKENS)]


def test_a_stream_is_counted_before_its_last_byte() -> None:
    play = Play(_stream(first=1.0))
    wrote = play.transport.write
    counted: list[int] = []

    def write(data: bytes) -> None:
        if data.endswith(b"0\r\n\r\n"):
            counted.append(len(play.ends))
        wrote(data)

    play.transport.write = write  # type: ignore[method-assign]
    play.loop.advance(2)

    assert counted == [1]


def test_a_slow_reader_stops_the_stream_until_it_has_read() -> None:
    play = Play(_stream(first=1.0, between=0.5))
    play.loop.advance(1.2)
    play.player.pause()
    play.loop.advance(60)
    assert play.events == 2

    play.player.resume()
    assert play.events == 2 + TOKENS
    assert play.ends == [("served", 200, TOKENS)]


def test_a_long_stream_gives_way_to_others() -> None:
    play = Play(Answer(events=iter([(b"data: x\n\n", 1)] * 1000), usage=Usage(1, completion_tokens=1000)))

    assert play.events == 128
    play.loop.advance(0)
    assert play.events == 1000


def test_who_leaves_a_stream_is_billed_what_was_written() -> None:
    play = Play(_stream(first=1.0, between=0.5))
    play.loop.advance(1.7)
    play.player.gone()
    play.loop.advance(60)

    assert play.ends == [("client_gone", 200, 2)]
    assert play.events == 3


@pytest.mark.parametrize("seconds,billed", [(5.0, -1), (10.5, 0), (11.2, 1), (11.9, 2)])
def test_who_leaves_before_a_plain_answer_is_billed_what_was_written_in_vain(seconds: float, billed: int) -> None:
    play = Play(_plain(first=1.0, between=0.5), delay=10)
    play.loop.advance(seconds)
    play.player.gone()
    play.loop.advance(60)

    assert play.ends == [("client_gone", 0, billed)]
    assert play.transport.written == b""


def test_who_leaves_afterwards_changes_nothing() -> None:
    play = Play(_plain())
    play.player.gone()

    assert play.ends == [("served", 200, TOKENS)]


def _fault(kind: FaultKind, after: int = 2, seconds: float = 30.0) -> Fault:
    return Fault(kind=kind, after=after, seconds=seconds)


def test_a_reset_before_sends_nothing_and_bills_nothing() -> None:
    play = Play(_plain(), fault=_fault("reset_before"))

    assert (play.transport.written, play.transport.ended) == (b"", "reset")
    assert play.ends == [("reset", 0, -1)]


def test_a_reset_midway_cuts_a_stream_after_some_events() -> None:
    play = Play(_stream(), fault=_fault("reset_midway", after=3))
    play.loop.advance(1)

    assert (play.events, play.transport.ended) == (3, "reset")
    assert play.ends == [("reset", 200, 2)]


def test_a_reset_midway_cuts_a_plain_body_after_some_bytes() -> None:
    play = Play(_plain(), fault=_fault("reset_midway", after=5))
    play.loop.advance(1)

    assert (play.body, play.transport.ended) == (BODY[:5], "reset")
    assert b"Content-Length: 13\r\n" in play.transport.written
    assert play.ends == [("reset", 200, TOKENS)]


@pytest.mark.parametrize("answer", [_plain, _stream])
def test_a_reset_after_the_head_alone_bills_nothing(answer: Callable[[], Answer]) -> None:
    play = Play(answer(), fault=_fault("reset_midway", after=0))
    play.loop.advance(1)

    assert play.transport.written.startswith(b"HTTP/1.1 200 OK\r\n")
    assert (play.body, play.transport.ended) == (b"", "reset")
    assert play.ends == [("reset", 200, -1)]


def test_a_plain_body_is_never_whole_when_it_is_cut() -> None:
    play = Play(_plain(), fault=_fault("close_midway", after=1000))

    assert (play.body, play.transport.ended) == (BODY[:-1], "closed")
    assert play.ends == [("closed", 200, TOKENS)]


def test_a_stall_goes_on_after_its_time() -> None:
    play = Play(_stream(), fault=_fault("stall", after=2))
    play.loop.advance(29)
    assert (play.events, play.ends) == (2, [])

    play.loop.advance(2)
    assert play.events == 2 + TOKENS
    assert play.ends == [("served", 200, TOKENS)]


def test_who_leaves_a_stall_leaves_it_stalled() -> None:
    play = Play(_stream(), fault=_fault("stall", after=2))
    play.loop.advance(5)
    play.player.gone()

    assert play.ends == [("stalled", 200, 1)]


def test_a_plain_body_may_stall_too() -> None:
    play = Play(_plain(), fault=_fault("stall", after=4))
    play.loop.advance(1)
    assert play.body == BODY[:4]

    play.loop.advance(60)
    assert play.body == BODY
    assert play.played == 1


def test_sound_has_no_events_and_no_error_event() -> None:
    sound = Answer(content_type=b"audio/mpeg", events=iter([(b"frame", 1)] * 4), usage=USAGE)
    play = Play(sound, fault=_fault("stream_error", after=2))

    assert play.body.count(b"frame") == 4
    assert [ended for ended, _, _ in play.ends] == ["served"]


def test_a_stream_may_end_with_an_error() -> None:
    play = Play(_stream(), fault=_fault("stream_error", after=2))

    assert b'data: {"error":' in play.body
    assert play.body.endswith(b"0\r\n\r\n")
    assert play.transport.ended == "closed"
    assert play.ends == [("stream_error", 200, 1)]


def test_a_plain_answer_has_no_error_of_a_stream() -> None:
    play = Play(_plain(), fault=_fault("stream_error"))

    assert play.body == BODY
    assert play.ends == [("served", 200, TOKENS)]


def test_a_fault_after_more_events_than_there_are_never_strikes() -> None:
    play = Play(_stream(), fault=_fault("reset_midway", after=100))

    assert play.ends == [("served", 200, TOKENS)]


def test_a_body_without_length_ends_with_its_connection() -> None:
    play = Play(_plain(), fault=_fault("close_without_length"))

    assert b"Content-Length" not in play.transport.written
    assert (play.body, play.transport.ended) == (BODY, "closed")


def test_a_stream_to_an_old_client_has_no_chunks() -> None:
    play = Play(_stream(), http_1_0=True)

    assert play.body.startswith(b"data: first\n\ndata: token 0")
    assert play.transport.ended == "closed"


def test_head_gets_a_head() -> None:
    play = Play(_plain(), head_only=True)

    assert play.body == b""
    assert b"Content-Length: 13\r\n" in play.transport.written


def test_a_chunked_body_is_whole() -> None:
    play = Play(Answer(status=404, body=b"none", chunked=True))

    assert play.body == b"4\r\nnone\r\n0\r\n\r\n"


def test_what_is_to_close_is_closed() -> None:
    play = Play(_plain(), keep_alive=False)

    assert b"Connection: close\r\n" in play.transport.written
    assert (play.transport.ended, play.played) == ("closed", 0)


def test_when_the_other_side_has_just_left_nothing_is_served() -> None:
    play = Play(_plain(first=1.0))
    play.transport.close()
    play.loop.advance(2)
    assert play.ends == []

    play.player.gone()
    assert play.ends == [("client_gone", 0, 1)]


def test_a_half_open_connection_says_nothing_until_its_time() -> None:
    play = Play(_plain(), fault=Fault(kind="half_open", seconds=60))

    play.loop.advance(59)
    assert (play.transport.written, play.transport.ended) == (b"", "")
    play.loop.advance(2)
    assert play.body == BODY


def test_who_leaves_a_half_open_connection_had_no_answer() -> None:
    play = Play(_plain(), fault=Fault(kind="half_open"))
    play.loop.advance(30)
    play.player.gone()

    assert play.ends == [("stalled", 0, -1)]


@pytest.mark.parametrize("missing,sent", [(0, BODY[:-1]), (3, BODY[:-3]), (1_000, b"")])
def test_a_body_may_be_shorter_than_its_length_says(missing: int, sent: bytes) -> None:
    play = Play(_plain(), fault=Fault(kind="wrong_length", after=missing))

    assert b"Content-Length: %d\r\n" % len(BODY) in play.transport.written
    assert (play.body, play.transport.ended) == (sent, "closed")
    assert play.ends == [("closed", 200, TOKENS)]


def test_a_stream_has_no_length_to_be_wrong() -> None:
    play = Play(_stream(), fault=Fault(kind="wrong_length"))

    assert play.ends == [("served", 200, TOKENS)]
