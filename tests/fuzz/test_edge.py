"""The edge, fed badly: it never raises, never answers twice, and serves nothing that another server would read
otherwise (h11 is the other server here).

Short by default; HYPOTHESIS_PROFILE=search makes it long.
"""

import asyncio
import itertools
import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.edge_stage import Edge, chunked, read_requests, request

MANY_HEADERS = 1000


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """One event loop for all examples: making one costs more than an example."""
    made = asyncio.new_event_loop()
    yield made
    made.close()


async def converse(data: bytes, cuts: list[int], *, at_once: bool) -> Edge:
    """Feed bytes cut at these places to a new connection, answer all that is served, and look at what came of it."""
    edge = Edge(at_once=at_once, header_bytes_max=2_000, body_bytes_max=500)
    places = sorted({0, *(cut for cut in cuts if cut < len(data)), len(data)})
    for start, end in itertools.pairwise(places):
        edge.feed(data[start:end])
        await edge.rests()
        if not at_once and edge.connection.answering:
            edge.answer()
            await edge.rests()
    while edge.connection.answering:
        edge.answer()
        await edge.rests()
    return edge


async def check(data: bytes, cuts: list[int], *, at_once: bool = True) -> Edge:
    """What must be so, whatever a caller sends."""
    edge = await converse(data, cuts, at_once=at_once)
    statuses = edge.statuses()
    refused = len(statuses) - len(edge.served)
    assert refused in (0, 1), "as many answers as requests, and perhaps one refusal"
    assert statuses[: len(edge.served)] == [200] * len(edge.served)
    assert all(400 <= status < 600 for status in statuses[len(edge.served) :])
    assert len(edge.denials) <= 1
    if edge.denials:
        assert edge.wire.half_closed or edge.wire.closed, "after a mistake the connection ends"
    _agree(edge, data)
    await _ends_in_time(edge)
    return edge


def _agree(edge: Edge, data: bytes) -> None:
    """Every request that is served is the one that another server reads."""
    others = read_requests(data)
    ours = [((each.head.method, each.head.target), each.body) for each in edge.served]
    assert ours == [(other.line, other.body) for other in others[: len(ours)]]
    for served in edge.served:
        assert not re.search(rb"[\x00-\x1f\x7f]", served.head.target + served.head.method)
        assert b"\r\n" not in served.head.content_type + served.head.credential.secret
        assert all(re.fullmatch(rb"[\w-]+:[^\r\n\x00]*", line) for line in served.head.forward.split(b"\r\n")[:-1])


async def _ends_in_time(edge: Edge) -> None:
    """A caller that sends nothing more is never waited for without an end."""
    for _ in range(3):
        await edge.passes(100.0)
    assert edge.ended


METHODS = st.sampled_from(
    [b"GET", b"POST", b"HEAD", b"CONNECT", b"OPTIONS", b"PRI", b"get", b"P\x00ST", b"", b"M-SEARCH"]
)
TARGETS = st.sampled_from(
    [
        b"/",
        b"/v1/models",
        b"/v1/chat/completions?a=b",
        b"*",
        b"http://gate/",
        b"gate:443",
        b"/\xc3\xa9",
        b"/a b",
        b"/a#b",
        b"",
    ]
)
VERSIONS = st.sampled_from(
    [b"HTTP/1.1", b"HTTP/1.1", b"HTTP/1.0", b"HTTP/0.9", b"HTTP/2.0", b"HTTP/1.2", b"http/1.1", b""]
)
LENGTHS = st.sampled_from(
    [b"0", b"5", b"+5", b"-5", b"5 5", b"5,5", b"0x5", b"05", b"", b"5\x00", b"99999999999999999999", b"600"]
)
CODINGS = st.sampled_from(
    [
        b"chunked",
        b"Chunked",
        b"gzip, chunked",
        b"chunked, gzip",
        b"chunked, chunked",
        b"identity",
        b"xchunked",
        b"\x0bchunked",
        b"",
    ]
)
LINES = st.one_of(
    st.just(b"Host: gate"),
    LENGTHS.map(lambda value: b"Content-Length: " + value),
    CODINGS.map(lambda value: b"Transfer-Encoding: " + value),
    st.sampled_from(
        [
            b"Connection: close",
            b"Connection: keep-alive",
            b"Connection: upgrade",
            b"Connection: content-length",
            b"Upgrade: h2c",
            b"UPGRADE: websocket",
            b"Expect: 100-continue",
            b"Expect: tea",
            b"Content-Encoding: gzip",
            b"api-key: sesame",
            b"Authorization: Bearer a b",
            b"X: " + b"y" * 300,
            b" folded",
            b"\tfolded",
            b"No-Colon",
            b": no name",
            b"Bad Name: x",
            b"Content-Length : 5",
            b"Content_Length: 5",
            b"X: a\x00b",
            b"X: a\rb",
            b"X: a\nContent-Length: 5",
            b"\xffX: y",
            b"X: \xff",
            b"",
        ]
    ),
)
ENDS = st.sampled_from([b"\r\n"] * 8 + [b"\n", b"\r", b"\r\r\n", b"\n\r\n", b""])
CHUNKS = st.sampled_from(
    [
        b"5\r\nhello\r\n",
        b"0\r\n\r\n",
        b"5;x=y\r\nhello\r\n",
        b"5 ;x\r\nhello\r\n",
        b"05\r\nhello\r\n",
        b"0x5\r\nhello\r\n",
        b"+5\r\nhello\r\n",
        b"-1\r\n",
        b"5\nhello\n",
        b"5\r\nhelloX\r\n",
        b"5\r\nhell\r\n",
        b"FFFFFFFFFFFFFFFFF\r\n",
        b"0\r\nTrailer: x\r\n\r\n",
        b"0\r\nContent-Length: 5\r\n\r\n",
        b"0\r\n",
        b"0;\nx\r\n\r\n",
        b"\r\n",
    ]
)
BODIES = st.one_of(st.just(b""), st.just(b"hello"), st.lists(CHUNKS, max_size=4).map(b"".join), st.binary(max_size=8))


@st.composite
def near_requests(draw: st.DrawFn) -> bytes:
    """What looks like a request, with anything wrong in it."""
    line = b" ".join([draw(METHODS), draw(TARGETS), draw(VERSIONS)])
    lines = [line, *draw(st.permutations([b"Host: gate", b"api-key: sesame", *draw(st.lists(LINES, max_size=4))]))]
    return b"".join(each + draw(ENDS) for each in lines) + draw(ENDS) + draw(BODIES)


VALID = st.sampled_from(
    [
        request(b"hello"),
        request(b"", method=b"GET", target=b"/v1/models"),
        request(b"hello", b"Expect: 100-continue"),
        request(b"x" * 200, b"Content-Type: application/json", b"traceparent: 00-1-2-01"),
        chunked(b"hel", b"lo"),
        chunked(b"hello", more=(b"Content-Type: application/json",)),
        request(b"hi", b"Upgrade: h2c", b"Connection: Upgrade, HTTP2-Settings"),
        b"POST /v1/x HTTP/1.0\r\nContent-Length: 2\r\n\r\nok",
    ]
)
CUTS = st.one_of(st.just([]), st.lists(st.integers(1, 400), max_size=8), st.just(list(range(1, 400))))


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Valid requests in a row, with a few bytes changed, lost, doubled or put in."""
    data = bytearray(b"".join(draw(st.lists(VALID, min_size=1, max_size=3))))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(data) - 1))
        length = draw(st.integers(0, 6))
        piece = draw(
            st.sampled_from(
                [b"", b"\r\n", b"\n", b"\r", b"\x00", b" ", b":", b"0", b"chunked", bytes(data[place : place + 20])]
            )
        )
        data[place : place + length] = piece or draw(st.binary(max_size=3))
    return bytes(data)


@given(st.binary(max_size=200), CUTS)
def test_any_bytes(loop: asyncio.AbstractEventLoop, data: bytes, cuts: list[int]) -> None:
    loop.run_until_complete(check(data, cuts))


@given(st.lists(near_requests(), min_size=1, max_size=2).map(b"".join), CUTS)
@example(b"GET / HTTP/1.1\nHost: gate\n\nGET /b HTTP/1.1\r\nHost: gate\r\n\r\n", [])
@example(
    b"POST / HTTP/1.1\r\nHost: gate\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", []
)
@example(b"GET / HTTP/1.1\r\nX: a\r\n folded\r\nHost: gate\r\n\r\n", [])
def test_what_looks_like_a_request(loop: asyncio.AbstractEventLoop, data: bytes, cuts: list[int]) -> None:
    loop.run_until_complete(check(data, cuts))


@given(mutated(), CUTS)
def test_mutated_requests(loop: asyncio.AbstractEventLoop, data: bytes, cuts: list[int]) -> None:
    loop.run_until_complete(check(data, cuts))


@given(mutated(), CUTS)
def test_mutated_requests_answered_later(loop: asyncio.AbstractEventLoop, data: bytes, cuts: list[int]) -> None:
    loop.run_until_complete(check(data, cuts, at_once=False))


@given(st.lists(VALID, min_size=1, max_size=5), CUTS, st.booleans())
def test_valid_requests_in_a_row_are_all_served(
    loop: asyncio.AbstractEventLoop, requests: list[bytes], cuts: list[int], at_once: bool
) -> None:
    """All of them, unless one ends the connection or is sent behind chunks in the same read."""
    edge = loop.run_until_complete(check(b"".join(requests), cuts, at_once=at_once))

    expected = 1
    while expected < len(requests) and b"HTTP/1.0" not in requests[expected - 1]:
        expected += 1
    if not any(b"chunked" in each for each in requests):
        assert len(edge.served) == expected
    assert edge.denials == []


@pytest.mark.parametrize(
    "valid", [request(b"hello"), chunked(b"hel", b"lo"), request(b"", method=b"GET")], ids=range(3)
)
def test_every_cut_in_two_places(loop: asyncio.AbstractEventLoop, valid: bytes) -> None:
    for first in range(1, len(valid), 3):
        for second in range(first, len(valid), 7):
            edge = loop.run_until_complete(converse(valid, [first, second], at_once=True))
            assert [served.body for served in edge.served] == [valid.partition(b"\r\n\r\n")[2] and b"hello"]


SMUGGLED = b"GET /v1/smuggled HTTP/1.1\r\nHost: gate\r\n\r\n"
FORMS = {
    "both lengths": b"Content-Length: 5\r\nTransfer-Encoding: chunked",
    "both lengths, the other way": b"Transfer-Encoding: chunked\r\nContent-Length: 5",
    "two lengths": b"Content-Length: 5\r\nContent-Length: 6",
    "two equal lengths": b"Content-Length: 5\r\nContent-Length: 5",
    "a list of lengths": b"Content-Length: 5, 5",
    "a signed length": b"Content-Length: +5",
    "a negative length": b"Content-Length: -5",
    "a length in hex": b"Content-Length: 0x5",
    "a length beyond numbers": b"Content-Length: 99999999999999999999999",
    "an empty length": b"Content-Length: ",
    "a space before the colon": b"Content-Length : 5",
    "a folded length": b"Content-Length:\r\n 5",
    "a coding on top": b"Transfer-Encoding: gzip, chunked",
    "a coding below": b"Transfer-Encoding: chunked, gzip",
    "chunked twice": b"Transfer-Encoding: chunked, chunked",
    "chunked on two lines": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
    "chunked and identity": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    "an unknown coding": b"Transfer-Encoding: xchunked",
    "a vertical tab": b"Transfer-Encoding: \x0bchunked",
    "a quoted coding": b'Transfer-Encoding: "chunked"',
    "a bare line feed": b"X: y\nTransfer-Encoding: chunked",
    "a bare carriage return": b"X: y\rTransfer-Encoding: chunked",
    "a null byte": b"X: y\x00\r\nContent-Length: 5",
    "a space in a name": b"Transfer Encoding: chunked",
    "two hosts": b"Host: other",
}


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_smuggling_is_served(loop: asyncio.AbstractEventLoop, form: str) -> None:
    head = b"POST /v1/x HTTP/1.1\r\nHost: gate\r\napi-key: sesame\r\n" + FORMS[form] + b"\r\n\r\n"
    for body in (b"0\r\n\r\n", b"hello", b"5\r\nhello\r\n0\r\n\r\n"):
        edge = loop.run_until_complete(check(head + body + SMUGGLED, []))
        assert edge.served == []
        assert edge.statuses()[0] in (400, 501)


def test_a_line_feed_in_the_request_line_is_a_mistake(loop: asyncio.AbstractEventLoop) -> None:
    """What comes before it would be a whole request of HTTP/0.9, and what comes after it a header."""
    edge = loop.run_until_complete(check(b"POST /v1\nc:x HTTP/1.1\r\nHost: gate\r\nContent-Length: 0\r\n\r\n", []))

    assert (edge.served, edge.statuses()) == ([], [400])


def test_a_thousand_headers_are_only_many_bytes(loop: asyncio.AbstractEventLoop) -> None:
    async def told() -> list[int]:
        edge = Edge()
        edge.feed(request(b"", *(b"X-%d: y" % number for number in range(MANY_HEADERS))))
        return edge.statuses()

    assert loop.run_until_complete(told()) == [200]
