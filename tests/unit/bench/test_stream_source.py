import socket

from bench.stream_source import Pace, Stream, _take_request


def _stream(received: bytes) -> Stream:
    with socket.socket() as unused:
        stream = Stream(unused)
    stream.received = received
    return stream


def test_a_request_is_taken_once_its_body_is_whole() -> None:
    whole = b"POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody"

    assert _take_request(_stream(whole[:-1])) is None
    assert _take_request(_stream(whole)) == whole


def test_what_follows_a_request_waits_for_its_turn() -> None:
    stream = _stream(b"GET /pace HTTP/1.1\r\n\r\nGET ")

    assert _take_request(stream) == b"GET /pace HTTP/1.1\r\n\r\n"
    assert stream.received == b"GET "


def test_the_pace_is_told_in_milliseconds_and_then_forgotten() -> None:
    pace = Pace()
    pace.late_ns = [1_000_000] * 98 + [5_000_000] * 2

    assert pace.report() == {"batches": 100, "late_ms_p50": 1.0, "late_ms_p99": 5.0, "late_ms_max": 5.0}
    assert pace.report()["late_ms_max"] == 0.0
