"""What is refused: tests/unit/simulator/realtime/test_opening.py."""

from headgate.simulator.exchange import Request
from headgate.simulator.websocket import handshake

ASKED = {
    b"upgrade": b"WebSocket",
    b"sec-websocket-version": b"13",
    b"sec-websocket-key": b"dGhlIHNhbXBsZSBub25jZQ==",
}


def test_the_answer_is_that_of_the_standards_example() -> None:
    head = handshake._head(Request("GET", b"/", ASKED, b""), b"x-ms-region: East US\r\n")

    assert head == (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nx-ms-region: East US\r\n\r\n"
    )


def test_a_protocol_is_chosen_only_where_it_is_offered() -> None:
    offered = ASKED | {b"sec-websocket-protocol": b"other, realtime"}

    assert b"Sec-WebSocket-Protocol: realtime\r\n" in handshake._head(Request("GET", b"/", offered, b""), b"")
    assert not handshake.asked_for(Request("GET", b"/", {}, b""))
