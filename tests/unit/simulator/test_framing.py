from headgate.simulator import framing
from headgate.simulator.answer import Answer

DATE = b"Date: now\r\n"


def test_a_body_is_told_by_its_length() -> None:
    answer = Answer(body=b"{}", headers=b"a: b\r\n")

    assert framing.delimiting(answer, until_close=False, http_1_0=False) == "length"
    assert framing.head(answer, "length", date=DATE, keep_alive=True) == (
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\nDate: now\r\na: b\r\n\r\n"
    )


def test_a_stream_is_told_by_chunks() -> None:
    answer = Answer(events=iter(()))

    assert framing.delimiting(answer, until_close=False, http_1_0=False) == "chunks"
    assert b"Transfer-Encoding: chunked" in framing.head(answer, "chunks", date=DATE, keep_alive=True)


def test_an_old_client_is_told_by_the_end_of_the_connection() -> None:
    assert framing.delimiting(Answer(events=iter(())), until_close=False, http_1_0=True) == "close"
    assert framing.delimiting(Answer(body=b"x"), until_close=False, http_1_0=True) == "length"


def test_a_fault_may_leave_out_all_framing() -> None:
    answer = Answer(body=b"x")
    how = framing.delimiting(answer, until_close=True, http_1_0=False)

    head = framing.head(answer, how, date=DATE, keep_alive=False)
    assert b"Content-Length" not in head
    assert b"Transfer-Encoding" not in head
    assert b"Connection: close" in head


def test_a_status_has_its_own_reason_unless_another_is_given() -> None:
    assert framing.head(Answer(status=429), "length", date=b"", keep_alive=True).startswith(
        b"HTTP/1.1 429 Too Many Requests\r\n"
    )
    assert framing.head(Answer(status=401, reason=b"PermissionDenied"), "length", date=b"", keep_alive=True).startswith(
        b"HTTP/1.1 401 PermissionDenied\r\n"
    )
    assert framing.head(Answer(status=599), "length", date=b"", keep_alive=True).startswith(b"HTTP/1.1 599 Unknown\r\n")


def test_a_chunk_has_its_length_in_hex() -> None:
    assert framing.chunk(b"a" * 26) == b"1a\r\n" + b"a" * 26 + b"\r\n"
