import socket
from typing import Any

from headgate.simulator.stage import Stage
from tests.unit.simulator.standing_loop import KeptTransport, StandingLoop


class Theatre:
    """A stage, and everything around it."""

    def __init__(self) -> None:
        self.loop = StandingLoop()
        self.transport = KeptTransport()
        self.played = 0
        anything: Any = self.transport
        loop: Any = self.loop
        self.stage = Stage(anything, loop, date_line=lambda: b"Date: now\r\n", on_played=self._on_played)

    def _on_played(self) -> None:
        self.played += 1


def test_after_an_answer_the_connection_goes_on_or_is_closed() -> None:
    theatre = Theatre()
    theatre.stage.played(keep_alive=True)
    assert (theatre.played, theatre.transport.ended) == (1, "")

    theatre.stage.played(keep_alive=False)
    assert (theatre.played, theatre.transport.ended) == (1, "closed")


def test_a_reset_sends_rst() -> None:
    theatre = Theatre()
    theatre.stage.reset()

    ((level, option, value),) = theatre.transport.options
    assert (level, option) == (socket.SOL_SOCKET, socket.SO_LINGER)
    assert value == b"\x01\x00\x00\x00\x00\x00\x00\x00"
    assert theatre.transport.ended == "reset"


def test_what_is_closed_is_not_reset() -> None:
    theatre = Theatre()
    theatre.stage.close()
    theatre.stage.reset()

    assert theatre.transport.ended == "closed"


def test_a_reset_waits_until_all_is_on_the_way() -> None:
    theatre = Theatre()
    theatre.transport.unsent = 100
    theatre.stage.reset_after_flush()
    theatre.loop.advance(0.5)
    assert theatre.transport.ended == ""

    theatre.transport.unsent = 0
    theatre.loop.advance(0.1)
    assert theatre.transport.ended == "reset"


def test_a_reset_does_not_wait_forever() -> None:
    theatre = Theatre()
    theatre.transport.unsent = 100
    theatre.stage.reset_after_flush()
    theatre.loop.advance(2)

    assert theatre.transport.ended == "reset"
