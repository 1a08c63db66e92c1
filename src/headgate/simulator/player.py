"""Plays an answer: at the deployment's pace, under backpressure, and with its fault.

States: waiting (for the first token) → writing ⇄ stalled → ended. Every way into *ended* tells the exchange how it
ended, and does so before the last byte is written: who has the answer finds it counted.
"""

import asyncio
from collections.abc import Iterator
from typing import Literal

from headgate.simulator import errors, framing
from headgate.simulator.answer import Event
from headgate.simulator.exchange import Exchange
from headgate.simulator.stage import Stage

State = Literal["waiting", "writing", "stalled", "ended"]

_PIECES_PER_TURN = 128
"""Events written before other connections get their turn: some 64 KiB, the transport's own high-water mark."""
_NEVER = -1
_BREAKING = {"reset_midway", "close_midway", "stall", "stream_error"}
_CLOCK_GRAIN_SECONDS = 0.0005
"""What is due within half a millisecond is due: timers are no finer."""


class Player:
    """Plays one exchange onto a stage."""

    def __init__(
        self, exchange: Exchange, stage: Stage, *, keep_alive: bool, http_1_0: bool = False, head_only: bool = False
    ) -> None:
        """``head_only`` is for HEAD: the head of the answer, without its body."""
        fault = exchange.fault
        until_close = fault is not None and fault.kind == "close_without_length"
        self._exchange = exchange
        self._stage = stage
        self._how = framing.delimiting(exchange.answer, until_close=until_close, http_1_0=http_1_0)
        self._keep_alive = keep_alive and self._how != "close"
        self._head_only = head_only
        self._state: State = "waiting"
        self._paused = False
        self._head_sent = False
        self._timer: asyncio.Handle | None = None
        self._pieces: Iterator[Event] = iter(())
        self._ahead: Event | None = None
        self._break_at = _NEVER
        self._sent = 0
        self._produced = 0
        self._since = 0.0

    @property
    def ended(self) -> bool:
        """Whether all is over."""
        return self._state == "ended"

    def start(self) -> None:
        """Begin: at once, or when the first token is due."""
        wait = self._exchange.delay_seconds + self._thinking_seconds()
        if wait > 0:
            self._since = self._stage.loop.time()
            self._timer = self._stage.loop.call_later(wait, self._begin)
        else:
            self._begin()

    def pause(self) -> None:
        """The other side reads too slowly: write no more for now."""
        self._paused = True

    def resume(self) -> None:
        """It has read: go on."""
        self._paused = False
        if self._state == "writing" and self._timer is None:
            self._pump()

    def gone(self) -> None:
        """The other side has left."""
        if self._timer is not None:
            self._timer.cancel()
        state, self._state = self._state, "ended"
        if state == "waiting":
            self._exchange.end_unanswered("client_gone", produced=self._produced_in_vain())
        elif state == "stalled" and not self._head_sent:
            self._exchange.end_unanswered("stalled", produced=None)
        elif state != "ended":
            self._exchange.end_midway("stalled" if state == "stalled" else "client_gone", produced=self._billable())

    def _thinking_seconds(self) -> float:
        """Until the first byte: a stream begins with its first token, a plain answer when it is complete."""
        answer = self._exchange.answer
        if answer.events is not None or answer.usage.completion_tokens < 2:
            return answer.first_token_seconds
        return answer.first_token_seconds + (answer.usage.completion_tokens - 1) * answer.between_tokens_seconds

    def _produced_in_vain(self) -> int | None:
        """Tokens written by a model whose caller left before the head; None when it had not begun."""
        answer = self._exchange.answer
        thought = self._stage.loop.time() - self._since - self._exchange.delay_seconds
        if thought < 0:
            return None
        if answer.events is not None or thought < answer.first_token_seconds:
            return 0
        between = answer.between_tokens_seconds
        return 1 + int((thought - answer.first_token_seconds) / between) if between else 1

    def _billable(self) -> int | None:
        """Tokens sent; None when not a byte of the body was: then nothing is billed."""
        return self._produced if self._sent else None

    def _begin(self) -> None:
        self._timer = None
        fault, answer = self._exchange.fault, self._exchange.answer
        if fault is not None and fault.kind == "reset_before":
            self._state = "ended"
            self._exchange.end_unanswered("reset", produced=None)
            self._stage.reset()
            return
        if fault is not None and fault.kind == "half_open" and self._state == "waiting":
            self._state = "stalled"
            self._timer = self._stage.loop.call_later(fault.seconds, self._begin)
            return
        if self._stage.transport.is_closing():
            return  # the other side has just left; gone() follows
        self._state = "writing"
        self._head_sent = True
        head = framing.head(answer, self._how, date=self._stage.date_line(), keep_alive=self._keep_alive)
        breaks = fault is not None and fault.kind in _BREAKING and not self._head_only
        if fault is not None and fault.kind == "wrong_length" and self._how == "length" and not self._head_only:
            self._end_short(head, fault.after)
            return
        if answer.events is None and not breaks:
            self._end_served(head if self._head_only else head + self._whole_body())
            return
        self._arrange_pieces()
        self._stage.transport.write(head)
        self._since = self._stage.loop.time()
        self._pump()

    def _whole_body(self) -> bytes:
        body = self._exchange.answer.body
        return framing.chunk(body) + framing.LAST_CHUNK if self._how == "chunks" and body else body

    def _arrange_pieces(self) -> None:
        """A stream's events as they are; a plain body in two, around the place where it breaks."""
        answer, fault = self._exchange.answer, self._exchange.fault
        if answer.events is not None:
            self._pieces = answer.events
            breaks = fault is not None and fault.kind in _BREAKING and (answer.streamed or fault.kind != "stream_error")
            self._break_at = fault.after if fault is not None and breaks else _NEVER
        elif fault is not None and fault.kind != "stream_error":
            after = min(fault.after, max(0, len(answer.body) - 1))
            whole = answer.usage.completion_tokens
            pieces = [(answer.body[:after], whole), (answer.body[after:], 0)] if after else [(answer.body, whole)]
            self._pieces = iter(pieces)
            self._break_at = min(1, after)
        else:
            self._pieces = iter(((answer.body, answer.usage.completion_tokens),))

    def _pump(self) -> None:
        """Write what is due, then wait for what comes next."""
        self._timer = None
        if self._paused or self._stage.transport.is_closing():
            return
        out: list[bytes] = []
        in_chunks = self._how == "chunks"
        for _ in range(_PIECES_PER_TURN):
            if self._sent == self._break_at:
                self._flush(out)
                self._break()
                return
            piece = self._ahead or next(self._pieces, None)
            if piece is None:
                self._end_served(b"".join(out) + framing.LAST_CHUNK if in_chunks else b"".join(out))
                return
            if self._waits_for(piece, out):
                return
            data, tokens = piece
            self._sent += 1
            self._produced += tokens
            if data:
                out.append(framing.chunk(data) if in_chunks else data)
        self._flush(out)
        self._timer = self._stage.loop.call_soon(self._pump)

    def _waits_for(self, piece: Event, out: list[bytes]) -> bool:
        """Whether a piece is not due yet; then what came before it is written and the timer set."""
        self._ahead = None
        if not piece[1] or not self._produced:
            return False
        between = self._exchange.answer.between_tokens_seconds
        wait = self._since + self._produced * between - self._stage.loop.time() if between else 0.0
        if wait < _CLOCK_GRAIN_SECONDS:
            return False
        self._ahead = piece
        self._flush(out)
        self._timer = self._stage.loop.call_later(wait, self._pump)
        return True

    def _flush(self, out: list[bytes]) -> None:
        if out:
            self._stage.transport.write(b"".join(out))

    def _break(self) -> None:
        """The fault strikes in the middle of the answer."""
        fault = self._exchange.fault
        assert fault is not None
        self._break_at = _NEVER
        if fault.kind == "stall":
            self._state = "stalled"
            self._timer = self._stage.loop.call_later(fault.seconds, self._go_on)
            return
        self._state = "ended"
        if fault.kind == "reset_midway":
            self._exchange.end_midway("reset", produced=self._billable())
            self._stage.reset_after_flush()
        elif fault.kind == "close_midway":
            self._exchange.end_midway("closed", produced=self._billable())
            self._stage.close()
        else:
            self._exchange.end_midway("stream_error", produced=self._billable())
            event = errors.stream_error_event()
            end = framing.chunk(event) + framing.LAST_CHUNK if self._how == "chunks" else event
            self._stage.transport.write(end)
            self._stage.close()

    def _end_short(self, head: bytes, missing: int) -> None:
        """Send less than the length that the head says, and close."""
        self._state = "ended"
        body = self._exchange.answer.body
        self._produced = self._exchange.answer.usage.completion_tokens
        self._exchange.end_midway("closed", produced=self._produced)
        self._stage.transport.write(head + body[: max(0, len(body) - max(1, missing))])
        self._stage.close()

    def _go_on(self) -> None:
        """The stall is over; tokens it held up come at once."""
        self._state = "writing"
        self._pump()

    def _end_served(self, last: bytes) -> None:
        self._state = "ended"
        self._exchange.end_served()
        if last:
            self._stage.transport.write(last)
        self._stage.played(keep_alive=self._keep_alive)
