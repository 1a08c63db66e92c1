import pytest

from headgate.edge.request_reader import RequestReader
from headgate.wire.request_head import HeadError
from tests.edge_stage import chunked, request


def reader(header_bytes_max: int = 1_000, body_bytes_max: int = 1_000) -> RequestReader:
    return RequestReader(header_bytes_max=header_bytes_max, body_bytes_max=body_bytes_max)


def test_a_request_is_given_when_it_is_complete() -> None:
    reading = reader()
    raw = request(b"hello")
    assert reading.feed(raw[:-1]) is None
    assert reading.begun
    assert reading.feed(raw[-1:]) == b"hello"
    assert reading.head is not None
    assert reading.head.target == b"/v1/chat/completions"
    reading.next()
    assert not reading.begun


def test_what_follows_is_kept_for_the_next_request() -> None:
    reading = reader()
    assert reading.feed(request(b"one") + request(b"second")) == b"one"
    reading.next()
    assert reading.begun
    assert reading.feed(b"") == b"second"
    reading.next()
    assert not reading.begun


def test_a_head_is_known_before_its_body_has_come() -> None:
    reading = reader()
    reading.feed(request(b"hello")[:-5])

    assert reading.head is not None
    assert reading.head.content_length == 5


def test_an_empty_body_is_a_body() -> None:
    assert reader().feed(request(b"", method=b"GET")) == b""
    assert reader().feed(chunked()) == b""


def test_chunks_are_joined() -> None:
    reading = reader()
    raw = chunked(b"hel", b"lo")
    bodies = [body for byte in raw if (body := reading.feed(bytes([byte]))) is not None]

    assert bodies == [b"hello"]


def test_trailers_are_read_and_dropped() -> None:
    assert reader().feed(chunked(b"hi")[:-2] + b"X-Checksum: y\r\n\r\n") == b"hi"


@pytest.mark.parametrize("size, status", [(1_000, None), (1_001, 413)])
def test_a_body_has_its_limit(size: int, status: int | None) -> None:
    assert _refused(lambda: reader().feed(request(b"x" * size))) == status
    assert _refused(lambda: reader().feed(chunked(b"x" * (size - 500), b"y" * 500))) == status


@pytest.mark.parametrize("size", [900, 1_200])
def test_a_head_has_its_limit_whether_it_ends_or_not(size: int) -> None:
    raw = request(b"", b"X: " + b"y" * size)
    expected = 431 if size > 1_000 else None

    assert _refused(lambda: reader().feed(raw)) == expected
    assert _refused(lambda: reader().feed(raw[:-2])) == expected


def test_a_head_repeated_with_a_longer_length_has_the_same_limit() -> None:
    first, second = request(b"x" * 9), request(b"x" * 100)
    reading = reader(header_bytes_max=first.index(b"\r\n\r\n"))
    assert reading.feed(first) == b"x" * 9
    reading.next()

    assert _refused(lambda: reading.feed(second)) == 431


def test_a_body_may_be_longer_than_a_head_may_be() -> None:
    assert reader(header_bytes_max=200).feed(request(b"x" * 900)) == b"x" * 900


def test_a_repeated_head_keeps_the_limit_of_the_body() -> None:
    reading = reader()
    reading.feed(request(b"x"))
    reading.next()

    assert _refused(lambda: reading.feed(request(b"x" * 1_001))) == 413


def _refused(read: object) -> int | None:
    assert callable(read)
    try:
        read()
    except HeadError as error:
        return error.status
    return None


@pytest.mark.parametrize("value", [b"h2c", b"websocket", b"", b"\t h2c "])
def test_an_upgrade_is_ignored(value: bytes) -> None:
    assert reader().feed(request(b"hi", b"upGRADE:" + value, b"Connection: Upgrade")) == b"hi"


@pytest.mark.parametrize("value", [b"\x00", b" h2c\x01", b" a\nb", b" a\rb", b" a\r\n folded", b" \x7f"])
def test_an_upgrade_is_ignored_only_when_its_line_is_sound(value: bytes) -> None:
    assert _refused(lambda: reader().feed(request(b"hi", b"Upgrade:" + value))) == 400
