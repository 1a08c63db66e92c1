"""Plain answers that nothing holds up: head and body in one piece. In a load test most are so, and need no player."""

from headgate.simulator import framing
from headgate.simulator.exchange import Exchange


def whole(exchange: Exchange, *, date: bytes) -> bytes | None:
    """The bytes of an answer that can be written now, on a connection that stays open; None of one that is played."""
    answer = exchange.answer
    if (
        exchange.fault is not None
        or exchange.upgraded is not None
        or exchange.delay_seconds
        or answer.events is not None
        or answer.chunked
        or answer.first_token_seconds
        or answer.between_tokens_seconds
    ):
        return None
    return framing.head(answer, "length", date=date, keep_alive=True) + answer.body
