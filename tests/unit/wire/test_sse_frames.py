import pytest

from headgate.wire.sse_frames import event_data, event_end, is_one_line


@pytest.mark.parametrize(
    "event, payload",
    [
        (b"data: a\n\n", b"a"),
        (b"data:a\n\n", b"a"),
        (b"data:  a\n\n", b" a"),
        (b"data: a\ndata: b\n\n", b"a\nb"),
        (b"event: x\r\ndata: a\r\n\r\n", b"a"),
        (b"data: a\rdata: b\r\r", b"a\nb"),
        (b"\xef\xbb\xbfdata: a\n\n", b"a"),
        (b": comment\n\n", b""),
        (b"id: 7\n\n", b""),
        (b"data\n\n", b""),
        (b"data: a", b"a"),
        (b"\n\n", b""),
    ],
)
def test_an_events_data_is_read_in_every_form(event: bytes, payload: bytes) -> None:
    assert event_data(event) == payload


@pytest.mark.parametrize("end", [b"\n\n", b"\r\n\r\n", b"\n\r\n", b"\r\n\n"])
def test_an_empty_line_ends_an_event_whatever_ends_lines(end: bytes) -> None:
    whole = b"data: a" + end
    assert [event_end(whole[:cut], 0) for cut in range(len(whole))] == [0] * len(whole)
    assert event_end(whole + b"data: b", 0) == len(whole)


def test_one_line_end_ends_no_event() -> None:
    for end in (b"\n", b"\r", b"\r\n"):
        assert event_end(b"data: a" + end + b"id: 7", 0) == 0


def test_a_cr_at_the_end_may_be_half_of_a_crlf() -> None:
    assert event_end(b"data: a\r\r", 0) == 0
    assert event_end(b"data: a\r\r", 0, last=True) == 9
    assert event_end(b"data: a\r\r\n", 0) == 10
    assert event_end(b"data: a\r\rd", 0) == 9


def test_one_event_of_one_line_is_told_from_everything_else() -> None:
    assert is_one_line(b"data: a\n\n")
    for other in (b"", b"data: a\n", b"event: x\ndata: a\n\n", b"data: a\n\ndata: b\n\n", b"data: a\r\rdata: b\n\n"):
        assert not is_one_line(other)
