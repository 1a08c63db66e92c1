"""A caller's connection: framing, order of answers, deadlines, backpressure."""

import json

import pytest

from headgate.pipeline.replies import own_head
from tests.edge_stage import Edge, chunked, request


async def test_a_request_is_served_and_answered() -> None:
    edge = Edge()
    edge.feed(request(b'{"a":1}', b"Content-Type: application/json"))

    (served,) = edge.served
    assert (served.head.method, served.head.target, served.body) == (b"POST", b"/v1/chat/completions", b'{"a":1}')
    assert served.head.content_type == b"application/json"
    assert (edge.last().line, edge.last().body) == (200, b"ok")
    assert not edge.wire.closed


async def test_a_request_may_arrive_byte_by_byte() -> None:
    edge = Edge()
    edge.feed(*(bytes([byte]) for byte in request(b"hello") + chunked(b"wor", b"ld")))

    assert [served.body for served in edge.served] == [b"hello", b"world"]
    assert edge.statuses() == [200, 200]


async def test_requests_sent_ahead_are_answered_in_order() -> None:
    edge = Edge(at_once=False)
    edge.feed(request(b"1") + request(b"2", target=b"/v1/embeddings") + request(b"333"))
    for number in (1, 2, 3):
        assert len(edge.served) == number
        edge.answer(b"%d" % number)
        await edge.rests()

    assert [served.body for served in edge.served] == [b"1", b"2", b"333"]
    assert edge.wire.written.count(b"HTTP/1.1 200") == 3
    assert edge.statuses() == [200, 200, 200]


async def test_a_repeated_head_is_served_with_its_own_body() -> None:
    edge = Edge()
    for body in (b"1", b"22", b"", b"4" * 100):
        edge.feed(request(body))

    assert [served.body for served in edge.served] == [b"1", b"22", b"", b"4" * 100]


async def test_a_repeated_head_may_be_cut_anywhere() -> None:
    whole = request(b"22")
    for cut in range(1, len(whole)):
        edge = Edge()
        edge.feed(request(b"1"), whole[:cut], whole[cut:])
        assert [served.body for served in edge.served] == [b"1", b"22"]


async def test_a_head_that_differs_in_more_than_its_length_is_read_anew() -> None:
    edge = Edge()
    edge.feed(request(b"1"), request(b"1", key=b"other"), request(b"1", target=b"/v1/x"))

    assert [served.head.credential.secret for served in edge.served] == [b"sesame", b"other", b"sesame"]
    assert edge.served[2].head.target == b"/v1/x"


async def test_a_caller_that_sends_too_far_ahead_is_not_read_from() -> None:
    edge = Edge(at_once=False)
    for _ in range(16):
        edge.feed(request())
    assert edge.wire.reading
    edge.feed(request())
    assert not edge.wire.reading
    edge.answer()
    await edge.rests()
    assert edge.wire.reading


@pytest.mark.parametrize("line", [b"Connection: close", b"connection: Close"])
async def test_a_caller_that_asks_to_close_is_closed_after_its_answer(line: bytes) -> None:
    edge = Edge()
    edge.feed(request(b"", line) + request(b"", target=b"/v1/never"))
    await edge.rests()

    assert [served.head.target for served in edge.served] == [b"/v1/chat/completions"]
    assert edge.last().headers[b"connection"] == b"close"
    assert edge.ended


async def test_old_clients_are_closed_unless_they_ask_not_to_be() -> None:
    old = b"POST /v1/x HTTP/1.0\r\nHost: gate\r\nContent-Length: 0\r\n%b\r\n"
    closed, kept = Edge(), Edge()
    closed.feed(old % b"")
    kept.feed(old % b"Connection: keep-alive\r\n")
    await closed.rests()

    assert closed.ended
    assert not kept.wire.closed
    assert b"connection: keep-alive" in kept.wire.written


async def test_old_clients_get_streams_without_chunks() -> None:
    edge = Edge(at_once=False)
    edge.feed(b"POST /v1/x HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n")
    edge.connection.begin(own_head(200), None)
    edge.connection.send(b"data: 1\n\n")
    edge.connection.end(b"data: 2\n\n")
    await edge.rests()

    head, _, body = edge.wire.written.partition(b"\r\n\r\n")
    assert body == b"data: 1\n\ndata: 2\n\n"
    assert b"chunked" not in head
    assert edge.ended


async def test_a_stream_is_chunked_and_its_head_does_not_wait_for_its_first_byte() -> None:
    edge = Edge(at_once=False)
    edge.feed(request())
    edge.connection.begin(own_head(200), None)
    await edge.rests()
    assert edge.wire.written.endswith(b"\r\n\r\n")
    edge.connection.send(b"data: 1\n\n")
    edge.connection.send(b"")
    edge.connection.end(b"data: 2\n\n")

    assert edge.last().body == b"data: 1\n\ndata: 2\n\n"
    assert edge.connection.bytes_out == 18


async def test_a_head_and_the_first_bytes_go_out_together() -> None:
    edge = Edge(at_once=False)
    edge.feed(request())
    edge.connection.begin(own_head(200), None)
    edge.connection.send(b"x")
    await edge.rests()
    edge.connection.end(b"")

    assert edge.last().body == b"x"


async def test_a_broken_answer_is_never_a_complete_one() -> None:
    edge = Edge(at_once=False)
    edge.feed(request())
    edge.connection.begin(own_head(200), None)
    edge.connection.abort(b"data: error\n\n")
    await edge.rests()

    assert edge.wire.written.endswith(b"d\r\ndata: error\n\n\r\n")
    assert edge.ended


async def test_nothing_behind_an_answer_that_closes_is_served() -> None:
    edge = Edge(at_once=False)
    edge.feed(request() + request(target=b"/v1/never"))
    edge.connection.close_after()
    edge.answer()
    await edge.rests()

    assert len(edge.served) == 1
    assert edge.last().headers[b"connection"] == b"close"
    assert edge.ended


async def test_a_mistake_behind_a_good_request_ends_the_connection_after_its_answer() -> None:
    edge = Edge(at_once=False)
    edge.feed(request() + b"GARBAGE\r\n\r\n")
    assert edge.wire.written == b""
    edge.answer()
    await edge.rests()

    assert edge.statuses() == [200]
    assert edge.wire.half_closed
    assert [refusal.status for refusal in edge.denials] == [400]


async def test_nothing_is_read_after_a_mistake() -> None:
    edge = Edge()
    edge.feed(b"GARBAGE\r\n\r\n", request(), request())

    assert (edge.served, edge.statuses()) == ([], [400])
    assert json.loads(edge.last().body)["error"]["code"] == "malformed_request"


async def test_a_refused_caller_may_still_read_its_answer_before_the_connection_goes() -> None:
    edge = Edge()
    edge.feed(b"GARBAGE\r\n\r\n")
    assert edge.wire.half_closed
    assert not edge.wire.closed
    await edge.passes(2.0)
    assert edge.ended


@pytest.mark.parametrize("head", [b"P", b"POST /v1/x HTTP/1.1\r\nHost: gate\r\n"])
async def test_a_head_that_trickles_is_given_up_after_the_header_timeout(head: bytes) -> None:
    edge = Edge(header_timeout_seconds=10.0, idle_timeout_seconds=75.0)
    edge.feed(head)
    for _ in range(9):
        await edge.passes(1.0)
        edge.feed(b"x")
    assert edge.statuses() == []
    await edge.passes(1.0)

    assert edge.statuses() == [408]
    await edge.passes(2.0)
    assert edge.ended


async def test_a_second_head_that_trickles_is_given_up_too() -> None:
    edge = Edge(header_timeout_seconds=10.0, idle_timeout_seconds=75.0)
    edge.feed(request())
    await edge.passes(50.0)
    edge.feed(b"POST")
    await edge.passes(10.0)

    assert edge.statuses() == [200, 408]


async def test_a_head_begun_while_another_request_is_served_has_its_time_from_the_answer() -> None:
    edge = Edge(at_once=False, header_timeout_seconds=10.0)
    edge.feed(request() + b"POST")
    await edge.passes(100.0)
    edge.answer()
    await edge.passes(9.0)
    assert edge.statuses() == [200]
    await edge.passes(1.0)

    assert edge.statuses() == [200, 408]


@pytest.mark.parametrize("begun", [request(b"x" * 100)[:-1], chunked(b"abc")[:-7]])
async def test_a_body_that_trickles_is_given_up_after_the_body_timeout(begun: bytes) -> None:
    edge = Edge(body_timeout_seconds=60.0)
    edge.feed(begun)
    await edge.passes(59.0)
    assert edge.statuses() == []
    await edge.passes(1.0)

    assert edge.statuses() == [408]


async def test_a_body_begun_while_another_request_is_served_has_a_time_too() -> None:
    edge = Edge(at_once=False, body_timeout_seconds=20.0, idle_timeout_seconds=75.0)
    edge.feed(request() + request(b"x" * 100)[:-1])
    edge.answer()
    await edge.passes(20.0)

    assert edge.statuses() == [200, 408]


async def test_a_connection_without_a_request_is_closed_without_a_word() -> None:
    edge = Edge(idle_timeout_seconds=75.0)
    await edge.passes(74.0)
    edge.feed(b"\r\n")
    assert not edge.wire.closed
    await edge.passes(1.0)

    assert edge.wire.written == b""
    assert edge.ended


async def test_the_time_between_requests_begins_with_each_answer() -> None:
    edge = Edge(idle_timeout_seconds=75.0)
    for _ in range(3):
        edge.feed(request())
        await edge.passes(74.0)
    assert not edge.wire.closed
    await edge.passes(1.0)
    assert edge.ended


async def test_a_request_being_served_has_no_deadline_here() -> None:
    edge = Edge(at_once=False)
    edge.feed(request())
    await edge.passes(10_000.0)

    assert not edge.wire.closed
    edge.answer()
    assert edge.statuses() == [200]


async def test_a_caller_that_does_not_read_is_cut_off() -> None:
    edge = Edge(at_once=False, write_timeout_seconds=60.0)
    edge.feed(request())
    edge.connection.begin(own_head(200), None)
    edge.connection.send(b"x")
    edge.connection.pause_writing()
    await edge.passes(60.0)

    assert edge.ended


async def test_a_caller_that_reads_again_is_not() -> None:
    edge = Edge(at_once=False, write_timeout_seconds=60.0)
    edge.feed(request())
    edge.connection.begin(own_head(200), None)
    edge.connection.pause_writing()
    await edge.passes(59.0)
    edge.connection.resume_writing()
    await edge.passes(59.0)

    assert not edge.wire.closed


class Listener:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def caller_left(self) -> None:
        self.told.append("left")

    def caller_full(self) -> None:
        self.told.append("full")

    def caller_ready(self) -> None:
        self.told.append("ready")


async def test_an_exchange_learns_how_its_caller_is() -> None:
    edge = Edge(at_once=False)
    edge.feed(request())
    listener = edge.connection.listener = Listener()
    edge.connection.pause_writing()
    edge.connection.resume_writing()
    edge.connection.connection_lost(None)

    assert listener.told == ["full", "ready", "left"]
    assert edge.connection.gone


async def test_an_answer_to_nobody_is_no_mistake() -> None:
    edge = Edge(at_once=False)
    edge.feed(request() + request())
    edge.connection.connection_lost(ConnectionResetError())
    edge.answer()
    await edge.rests()

    assert edge.wire.written == b""
    assert len(edge.served) == 1


async def test_a_long_body_of_an_unknown_caller_is_not_read() -> None:
    edge = Edge()
    edge.feed(request(b"x" * 70_000, key=b"wrong")[:500])

    assert (edge.statuses(), edge.served) == ([401], [])
    assert edge.wire.half_closed


async def test_a_chunked_body_of_an_unknown_caller_is_not_read() -> None:
    edge = Edge()
    edge.feed(chunked(b"abc").replace(b"sesame", b"wrong")[:-7])

    assert (edge.statuses(), edge.served) == ([401], [])


async def test_a_caller_that_expects_to_be_told_is_told_to_go_on() -> None:
    edge = Edge()
    head, _, body = request(b"hello", b"Expect: 100-continue").partition(b"\r\n\r\n")
    edge.feed(head + b"\r\n\r\n")
    assert edge.wire.written == b"HTTP/1.1 100 Continue\r\n\r\n"
    edge.feed(body)

    assert edge.statuses() == [200]


async def test_a_caller_that_did_not_wait_is_not_told() -> None:
    edge = Edge()
    edge.feed(request(b"hello", b"Expect: 100-continue"))

    assert not edge.wire.written.startswith(b"HTTP/1.1 100")


async def test_a_body_that_is_announced_as_too_long_is_refused_before_it_comes() -> None:
    edge = Edge(body_bytes_max=100)
    edge.feed(request(b"x" * 101, b"Expect: 100-continue")[:200])

    assert edge.statuses() == [413]


async def test_a_chunked_body_that_becomes_too_long_is_refused() -> None:
    edge = Edge(body_bytes_max=100)
    edge.feed(chunked(b"x" * 60)[:-5], b"3c\r\n" + b"y" * 60)

    assert (edge.statuses(), edge.served) == ([413], [])


async def test_a_head_that_is_too_long_is_refused_before_it_ends() -> None:
    edge = Edge(header_bytes_max=1000)
    edge.feed(b"GET /v1/models HTTP/1.1\r\nx: " + b"y" * 1000)

    assert edge.statuses() == [431]


async def test_a_request_behind_chunks_is_not_believed() -> None:
    edge = Edge()
    edge.feed(chunked(b"abc") + request(target=b"/v1/smuggled"))
    await edge.rests()

    assert [served.head.target for served in edge.served] == [b"/v1/chat/completions"]
    assert edge.ended


@pytest.mark.parametrize("ending", [chunked(b"abc"), request(b"", b"Connection: close")])
async def test_nothing_is_read_behind_a_request_that_ends_the_connection(ending: bytes) -> None:
    edge = Edge(at_once=False)
    edge.feed(request(b"1"))
    edge.feed(ending + b"POST /v1/x HTTP/1.1\r\n", request(target=b"/v1/smuggled"), b"GARBAGE\r\n\r\n")
    edge.answer()
    await edge.rests()
    edge.answer()
    await edge.rests()

    assert [served.head.target for served in edge.served] == [b"/v1/chat/completions"] * 2
    assert (edge.statuses(), edge.denials) == ([200, 200], [])
    assert edge.ended


async def test_where_there_is_no_room_a_connection_is_told_so() -> None:
    edge = Edge(room=False)
    edge.feed(request())

    assert (edge.statuses(), edge.served) == ([503], [])
    await edge.passes(2.0)
    assert edge.ended


async def test_a_draining_connection_ends_when_it_is_idle() -> None:
    edge = Edge()
    edge.feed(request())
    edge.connection.drain()
    await edge.rests()

    assert edge.ended


async def test_a_draining_connection_gives_its_answer_first_and_says_that_it_closes() -> None:
    edge = Edge(at_once=False)
    edge.feed(request() + request())
    edge.connection.drain()
    assert not edge.wire.closed
    edge.answer()
    await edge.rests()

    assert edge.statuses() == [200]
    assert edge.last().headers[b"connection"] == b"close"
    assert len(edge.served) == 1
    assert edge.ended
