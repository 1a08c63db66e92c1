import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.adapters.backend_connection import HEAD_BYTES_MAX, BackendConnection
from headgate.wire.known_heads import KnownHeads
from headgate.wire.response_head import ResponseHead


class Wire:
    """A transport that keeps what is written to it."""

    def __init__(self) -> None:
        self.written = b""
        self.closed = False
        self.aborted = False
        self.reading = True

    def write(self, data: bytes) -> None:
        self.written += data

    def writelines(self, parts: tuple[bytes, ...]) -> None:
        self.written += b"".join(parts)

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = self.aborted = True

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True


class Answer:
    """A sink that keeps what arrives."""

    def __init__(self) -> None:
        self.head: ResponseHead | None = None
        self.parts: list[bytes] = []
        self.complete = False
        self.error = ""
        self.timed_out = False

    def arrived(self, head: ResponseHead | None, data: bytes) -> None:
        self._take(head, data)

    def ended(self, head: ResponseHead | None, data: bytes) -> None:
        self._take(head, data)
        self.complete = True

    def _take(self, head: ResponseHead | None, data: bytes) -> None:
        assert not self.complete
        assert not self.error
        assert (self.head is None) == (head is not None), "the head comes first and once"
        self.head = head or self.head
        self.parts.append(data)

    def broke(self, error: str, *, timed_out: bool = False) -> None:
        assert not self.complete
        assert not self.error
        self.error = error
        self.timed_out = timed_out

    @property
    def body(self) -> bytes:
        return b"".join(self.parts)


class Line:
    """A connection and its pool's part."""

    def __init__(self) -> None:
        self.now = 0.0
        self.idle = 0
        self.gone = 0
        self.wire = Wire()
        self.connection = BackendConnection(
            heads=KnownHeads(), on_idle=self._on_idle, on_closed=self._on_closed, now=lambda: self.now
        )
        self.connection.connection_made(self.wire)  # type: ignore[arg-type]

    def _on_idle(self, connection: BackendConnection) -> None:
        self.idle += 1

    def _on_closed(self, connection: BackendConnection) -> None:
        self.gone += 1

    def asks(self, body: bytes = b"") -> Answer:
        answer = Answer()
        self.connection.send(b"POST / HTTP/1.1\r\n\r\n", body, answer)
        return answer

    def gets(self, *parts: bytes) -> None:
        for part in parts:
            if part and not self.wire.closed:
                self.connection.data_received(part)


OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nhello"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
UNTIL_CLOSE = b"HTTP/1.1 200 OK\r\n\r\nhello"


def test_an_answer_comes_whole_and_the_connection_is_free_again() -> None:
    line = Line()
    answer = line.asks(b"body")
    line.gets(OK)

    assert line.wire.written == b"POST / HTTP/1.1\r\n\r\nbody"
    assert answer.head is not None
    assert (answer.head.status, answer.head.content_type) == (200, b"application/json")
    assert (answer.body, answer.complete, len(answer.parts)) == (b"hello", True, 1)
    assert (line.idle, line.connection.reused, line.connection.usable) == (1, True, True)


@pytest.mark.parametrize("raw", [OK, CHUNKED])
def test_an_answer_may_be_cut_anywhere(raw: bytes) -> None:
    for cut in range(1, len(raw)):
        line = Line()
        answer = line.asks()
        line.gets(raw[:cut], raw[cut:])
        assert (answer.body, answer.complete, line.idle) == (b"hello", True, 1)


@given(st.sampled_from([OK, CHUNKED]), st.lists(st.integers(0, 90), max_size=12))
def test_an_answer_may_be_cut_in_many_places(raw: bytes, cuts: list[int]) -> None:
    line = Line()
    answer = line.asks()
    places = [0, *sorted(cuts), len(raw)]
    line.gets(*(raw[start:end] for start, end in itertools.pairwise(places)))

    assert (answer.body, answer.complete) == (b"hello", True)


def test_parts_of_a_body_are_handed_on_as_they_come() -> None:
    line = Line()
    answer = line.asks()
    before, second, after = CHUNKED.partition(b"2\r\nlo")
    line.gets(before)
    assert answer.parts == [b"hel"]
    line.gets(second + after)
    assert answer.complete


def test_one_answer_after_another() -> None:
    line = Line()
    for raw in (OK, CHUNKED, OK):
        answer = line.asks()
        line.gets(raw)
        assert (answer.body, answer.complete) == (b"hello", True)
    assert line.idle == 3


def test_a_long_request_is_written_whole() -> None:
    line = Line()
    line.asks(b"x" * 100_000)

    assert line.wire.written.endswith(b"\r\n\r\n" + b"x" * 100_000)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n",
    ],
)
def test_a_backend_that_closes_is_not_asked_again(head: bytes) -> None:
    line = Line()
    answer = line.asks()
    line.gets(head + b"hello")

    assert (answer.complete, line.idle, line.wire.closed) == (True, 0, True)


def test_an_answer_without_a_length_ends_with_the_connection() -> None:
    line = Line()
    answer = line.asks()
    line.gets(UNTIL_CLOSE)
    assert not answer.complete
    line.connection.connection_lost(None)

    assert (answer.body, answer.complete, line.gone) == (b"hello", True, 1)


def test_such_an_answer_that_is_reset_is_broken() -> None:
    line = Line()
    answer = line.asks()
    line.gets(UNTIL_CLOSE)
    line.connection.connection_lost(ConnectionResetError())

    assert (answer.complete, answer.error) == (False, "connection reset")


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
def test_some_answers_have_no_body(status: bytes) -> None:
    line = Line()
    answer = line.asks()
    line.gets(b"HTTP/1.1 " + status + b"\r\nx: y\r\n\r\n")

    assert (answer.body, answer.complete, line.idle) == (b"", True, 1)


def test_interim_answers_are_passed_over() -> None:
    line = Line()
    answer = line.asks()
    line.gets(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + OK)

    assert answer.head is not None
    assert (answer.head.status, answer.body, answer.complete) == (200, b"hello", True)


def test_a_backend_may_send_any_number_of_them() -> None:
    line = Line()
    answer = line.asks()
    line.gets(b"HTTP/1.1 100 Continue\r\n\r\n" * 5_000 + OK)

    assert (answer.body, answer.complete) == (b"hello", True)


def test_interim_answers_may_be_cut_anywhere() -> None:
    raw = b"HTTP/1.1 100 Continue\r\n\r\n" + OK
    for cut in range(1, len(raw)):
        line = Line()
        answer = line.asks()
        line.gets(raw[:cut], raw[cut:])
        assert (answer.body, answer.complete) == (b"hello", True)


@pytest.mark.parametrize(
    "raw",
    [
        b"garbage\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nX: a\x00b\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n\x00\x01garbage\r\n\r\n",
        b"\x15\x03\x01\x00\x02\x02\x46\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nx: " + b"y" * HEAD_BYTES_MAX,
    ],
)
def test_what_is_not_http_is_a_failure(raw: bytes) -> None:
    line = Line()
    answer = line.asks()
    line.gets(raw)

    assert (answer.complete, answer.error != "") == (False, True)
    assert line.wire.aborted
    assert not line.connection.usable


def test_a_body_whose_chunks_go_wrong_is_a_failure() -> None:
    line = Line()
    answer = line.asks()
    line.gets(CHUNKED.partition(b"2\r\nlo")[0], b"zzz\r\n")

    assert answer.parts == [b"hel"]
    assert (answer.complete, answer.error) == (False, "the backend's answer is not valid HTTP")


@pytest.mark.parametrize(
    "more",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nevil!",
        b"HTTP/1.1 200 OK\r\n",
        b"x",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nevil!\r\n",
    ],
)
@pytest.mark.parametrize("raw", [OK, CHUNKED])
def test_more_than_one_answer_to_one_request_poisons_no_other(raw: bytes, more: bytes) -> None:
    line = Line()
    answer = line.asks()
    line.gets(raw + more)

    assert b"evil" not in answer.body
    assert line.wire.closed
    assert not line.connection.usable
    assert answer.body in (b"hello", b"")


def test_what_a_backend_says_unasked_is_believed_by_nobody() -> None:
    line = Line()
    line.asks()
    line.gets(OK)
    line.gets(OK)

    assert line.wire.aborted


def test_a_connection_lost_before_the_answer_is_a_failure() -> None:
    line = Line()
    answer = line.asks()
    line.connection.connection_lost(None)

    assert (answer.error, answer.timed_out) == ("connection closed by the backend", False)
    assert (line.gone, line.connection.usable) == (1, False)


def test_an_answer_cut_short_is_a_failure() -> None:
    line = Line()
    answer = line.asks()
    line.gets(OK[:-2])
    line.connection.connection_lost(None)

    assert (answer.body, answer.complete, answer.error != "") == (b"hel", False, True)


def test_a_request_on_a_connection_that_is_closing_is_a_failure_at_once() -> None:
    line = Line()
    line.wire.close()
    answer = line.asks()

    assert answer.error == "connection closed before the request was sent"
    assert line.wire.written == b""


def test_silence_is_ended_as_a_timeout() -> None:
    line = Line()
    assert line.connection.silent_since is None
    answer = line.asks()
    line.now = 5.0
    assert line.connection.silent_since == 0.0
    line.gets(OK[:20])
    assert line.connection.silent_since == 5.0
    line.connection.time_out()

    assert (answer.timed_out, line.wire.aborted) == (True, True)
    line.connection.connection_lost(None)
    assert line.gone == 1


def test_while_we_do_not_read_the_backend_is_not_silent() -> None:
    line = Line()
    line.asks()
    line.connection.pause()
    assert (line.wire.reading, line.connection.silent_since) == (False, None)
    line.now = 100.0
    line.connection.resume()
    assert (line.wire.reading, line.connection.silent_since) == (True, 100.0)


def test_a_connection_given_up_tells_nobody() -> None:
    line = Line()
    answer = line.asks()
    line.connection.abort()
    line.connection.connection_lost(None)

    assert (answer.error, answer.complete, line.wire.aborted) == ("", False, True)


def test_a_paused_connection_reads_again_when_it_is_free() -> None:
    line = Line()
    line.asks()
    line.connection.pause()
    line.gets(OK)

    assert line.wire.reading


PIECES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.0 500 No\r\n",
        b"HTTP/1.1 100 C\r\n\r\n",
        b"HTTP/1.1 204 N\r\n",
        b"Content-Length: 5\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Connection: close\r\n",
        b"\r\n",
        b"hello",
        b"5\r\nhello\r\n0\r\n\r\n",
        b"\n",
        b"\x00",
    ]
)


@given(st.lists(PIECES | st.binary(max_size=3), max_size=10), st.booleans())
def test_whatever_comes_nothing_is_raised_and_the_answer_ends_once(parts: list[bytes], at_once: bool) -> None:
    line = Line()
    answer: Any = line.asks()
    line.gets(*([b"".join(parts)] if at_once else parts))
    line.connection.connection_lost(None)

    assert line.gone == 1
    assert answer.complete or answer.error or line.wire.aborted
