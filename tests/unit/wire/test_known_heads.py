"""Whatever comes before, a head is read as ``read_response_head`` reads it: shapes make it faster, never different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.wire.known_heads import LEARNT_BYTES_MAX, SEEN_MAX, SHAPES_MAX, KnownHeads
from headgate.wire.response_head import ResponseHead, read_response_head
from tests.values import told

CHAT = (
    b"HTTP/1.1 200 OK\r\nDate: Tue, 24 Nov 2026 16:00:%02d GMT\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\nx-ms-region: East US 2\r\napim-request-id: %b\r\nx-ratelimit-remaining-tokens: %d\r\n"
)
STREAM = (
    b"HTTP/1.1 200 OK\r\nDate: Tue, 24 Nov 2026 16:00:%02d GMT\r\nContent-Type: text/event-stream\r\n"
    b"Transfer-Encoding: chunked\r\nx-request-id: %b\r\n"
)


BODY = b"a body\r\nof lines"


def read(known: KnownHeads, raw: bytes) -> ResponseHead:
    """Read a head, held to be what it is when it is the first that was ever seen."""
    head = _read(known, raw)
    assert told(head) == told(read_response_head(raw[:-2]))
    return head


def _read(known: KnownHeads, raw: bytes) -> ResponseHead:
    """As a connection reads it: with what comes behind it in the same bytes."""
    return known.recognise(raw + b"\r\n" + BODY) or known.read(raw)


def shapes(known: KnownHeads) -> int:
    return len(known._shapes)


def test_what_changes_is_read_anew_and_the_rest_is_known() -> None:
    known = KnownHeads()
    read(known, CHAT % (1, 1043, b"a", 900))
    read(known, CHAT % (2, 987, b"b", 800))

    head = read(known, CHAT % (3, 12, b"c", 700))

    assert (head.content_length, head.request_id, head.plain) == (12, "c", True)
    assert b"x-ratelimit-remaining-tokens: 700\r\n" in head.passed
    assert b"Content-Length" not in head.passed
    assert shapes(known) == 1


def test_a_value_that_changes_for_the_first_time_joins_those_that_do() -> None:
    known = KnownHeads()
    for second, left in ((1, 900), (2, 900), (3, 800), (4, 700)):
        read(known, CHAT % (second, 5, b"a", left))

    assert shapes(known) == 1


def test_answers_of_different_kinds_have_shapes_of_their_own() -> None:
    known = KnownHeads()
    for second in range(4):
        assert read(known, CHAT % (second, second, b"a", second)).plain
        assert read(known, STREAM % (second, b"%d" % second)).is_event_stream

    assert shapes(known) == 2


def test_the_same_head_again_is_a_shape_in_which_nothing_changes() -> None:
    known = KnownHeads()
    for _ in range(3):
        read(known, CHAT % (1, 5, b"a", 9))

    assert shapes(known) == 1


def learnt() -> KnownHeads:
    known = KnownHeads()
    read(known, CHAT % (1, 1043, b"a", 900))
    read(known, CHAT % (2, 987, b"b", 800))
    return known


@pytest.mark.parametrize("value", [b"a\nSet-Cookie: b", b"a\rb", b"a\0b", b"\n", b"a\r\n folded"])
def test_a_value_that_would_smuggle_a_line_is_no_value(value: bytes) -> None:
    assert not read(learnt(), CHAT % (3, 5, value, 1)).plain


@pytest.mark.parametrize("length", [b"+5", b"-5", b"1_0", b"1234567890123456", b"5\r\nContent-Length: 6"])
def test_a_length_that_is_no_plain_number_is_left_to_the_parser(length: bytes) -> None:
    assert not read(learnt(), (CHAT % (3, 5, b"c", 1)).replace(b"Length: 5", b"Length: " + length)).plain


def test_what_is_no_number_at_all_is_an_error_as_ever() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        learnt().read((CHAT % (3, 5, b"c", 1)).replace(b"Length: 5", b"Length: five"))


def test_lines_that_end_at_this_hop_may_change_and_do_not_pass() -> None:
    known = KnownHeads()
    for left in range(4):
        head = read(
            known, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: max=%d\r\nx-50%%: %d%%\r\n" % (left, left)
        )
        assert head.passed == b"x-50%%: %d%%\r\n" % left


def test_percent_signs_stay_what_they_are() -> None:
    known = KnownHeads()
    for number in range(3):
        head = read(known, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nx-share: 50%%d\r\nx-id: %d%%b\r\n" % number)
        assert head.passed == b"x-share: 50%%d\r\nx-id: %d%%b\r\n" % number


def test_of_two_ids_azures_own_counts_whichever_of_them_changes() -> None:
    for ids in ((b"a%d", b"x"), (b"a", b"x%d")):
        known = KnownHeads()
        for number in range(4):
            apim, own = (value % number if b"%" in value else value for value in ids)
            head = read(
                known,
                b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nx-request-id: %b\r\napim-request-id: %b\r\n" % (own, apim),
            )
            assert head.request_id == apim.decode()


def test_what_comes_seldom_is_not_learnt() -> None:
    known = KnownHeads()
    for seconds in range(3):
        head = read(known, b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 2\r\nretry-after: %d\r\n" % seconds)
        assert head.retry_after == b"%d" % seconds
        read(known, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nx: %b\r\n" % (b"y" * LEARNT_BYTES_MAX))

    assert shapes(known) == 0


def test_no_more_is_kept_than_a_backend_that_behaves_can_need() -> None:
    known = KnownHeads()
    for number in range(2 * SEEN_MAX):
        for _ in range(2):
            read(known, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nx-%d: 1\r\n" % number)

    assert shapes(known) == SHAPES_MAX
    assert len(known._seen) <= SEEN_MAX


NAMES = [b"Date", b"X-A", b"x-a", b"Connection", b"Keep-Alive", b"Content-Length", b"Transfer-Encoding"]
NAMES += [b"Content-Type", b"x-request-id", b"apim-request-id", b"retry-after", b"Upgrade", b"x b", b""]
VALUES = [b"1", b"2", b" 3 ", b"close", b"keep-alive", b"chunked", b"", b"%b", b"%", b"a\nb", b"a\rb", b"\0", b"a: b"]
LINES = st.lists(
    st.sampled_from([b": ", b":"]).flatmap(
        lambda colon: st.tuples(st.sampled_from(NAMES), st.just(colon), st.sampled_from(VALUES)).map(b"".join)
    ),
    max_size=6,
)
HEADS = st.builds(
    lambda status, lines: b"".join(line + b"\r\n" for line in (status, *lines)),
    st.sampled_from([b"HTTP/1.1 200 OK", b"HTTP/1.0 200 OK", b"HTTP/1.1 204 No Content", b"HTTP/1.1 429"]),
    LINES,
)


@given(st.lists(HEADS, max_size=4))
def test_any_heads_in_any_order_are_read_as_if_each_were_the_first(heads: list[bytes]) -> None:
    known = KnownHeads()
    for raw in (*heads, *heads, *reversed(heads)):
        expected = _read_or_error(raw)
        try:
            assert told(_read(known, raw)) == expected
        except ValueError:
            assert expected is None


def _read_or_error(raw: bytes) -> dict[str, object] | None:
    try:
        return told(read_response_head(raw[:-2]))
    except ValueError:
        return None


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 10**6), st.binary(max_size=6)), min_size=3, max_size=6))
def test_any_value_in_a_known_shape_is_read_as_if_it_were_the_first(turns: list[tuple[int, int, bytes]]) -> None:
    known = KnownHeads()
    for second, length, value in turns:
        read(known, CHAT % (second, length, value, length))
