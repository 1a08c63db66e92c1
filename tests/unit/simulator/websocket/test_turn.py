"""Under backpressure; the rest in whole conversations."""

from headgate.simulator.websocket.turn import Pacing, Turn
from tests.unit.simulator.standing_loop import StandingLoop

AT_ONCE = Pacing(first_token_seconds=0.0, between_tokens_seconds=0.0)


def test_nothing_is_said_to_a_client_that_does_not_read_until_it_does() -> None:
    loop, said = StandingLoop(), list[str]()
    turn = Turn(loop, iter([("a", 0), ("b", 1)]), AT_ONCE, say=said.append)
    turn.pause()
    turn.start()
    assert said == []

    turn.resume()
    assert said == ["a", "b"]
