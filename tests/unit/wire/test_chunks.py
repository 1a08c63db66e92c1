from hypothesis import given
from hypothesis import strategies as st

from headgate.wire.chunks import take_whole_chunks


def chunk(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(body), body)


def test_a_whole_chunk_is_taken() -> None:
    assert take_whole_chunks(b"5\r\nhello\r\n") == (b"hello", b"")


def test_so_are_several_in_one_read() -> None:
    assert take_whole_chunks(b"5\r\nhello\r\n0007\r\n, world\r\nC\r\n" + b"x" * 12 + b"\r\n") == (
        b"hello, world" + b"x" * 12,
        b"",
    )


def test_the_last_one_is_left() -> None:
    assert take_whole_chunks(b"0\r\n\r\n") == (b"", b"0\r\n\r\n")
    assert take_whole_chunks(b"2\r\nok\r\n0\r\nx: y\r\n\r\n") == (b"ok", b"0\r\nx: y\r\n\r\n")


def test_one_that_is_cut_is_left_from_its_beginning() -> None:
    whole = b"2\r\nok\r\n"
    cut = b"5\r\nhello\r\n"
    for length in range(len(cut)):
        assert take_whole_chunks(whole + cut[:length]) == (b"ok", cut[:length])


def test_what_is_not_plain_is_left() -> None:
    for data in (
        b"",
        b"5;name=value\r\nhello\r\n",
        b"+5\r\nhello\r\n",
        b" 5\r\nhello\r\n",
        b"1_0\r\n" + b"x" * 16 + b"\r\n",
        b"0x5\r\nhello\r\n",
        b"-5\r\nhello\r\n",
        b"g\r\nhello\r\n",
        b"\r\nhello\r\n",
        b"5\nhello\r\n",
        b"5\r\nhello\n\n",
        b"5\r\nhello!\r\n",
        b"000000005\r\nhello\r\n",
        b"fffffffff\r\n",
    ):
        assert take_whole_chunks(data) == (b"", data)


@given(st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=6), st.integers(0, 400))
def test_wherever_a_body_is_cut_nothing_is_lost(bodies: list[bytes], cut: int) -> None:
    data = b"".join(map(chunk, bodies))
    first, rest = take_whole_chunks(data[:cut])
    second, rest = take_whole_chunks(rest + data[cut:])
    assert first + second == b"".join(bodies)
    assert rest == b""
