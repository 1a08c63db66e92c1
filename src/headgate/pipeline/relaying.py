"""Relaying the answer that is the caller's, and closing the books on it before its last byte goes out."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, Literal

from headgate.core.errors import JournalError
from headgate.core.refusal import Refusal
from headgate.core.usage import Usage
from headgate.pipeline.attempt import OpenAttempt
from headgate.pipeline.call import Call
from headgate.pipeline.exchange import Exchange
from headgate.pipeline.moment import Moment
from headgate.pipeline.relay import BodyRelay, StreamRelay
from headgate.pipeline.replies import relayed_head
from headgate.pipeline.sending import Sending
from headgate.upstream.answers import Verdict
from headgate.wire.answer_text import answer_text
from headgate.wire.openai_error import error_event
from headgate.wire.request_body import input_characters
from headgate.wire.response_head import ResponseHead
from headgate.wire.sse import StreamTap
from headgate.wire.throttled_start import THROTTLE_CODES
from headgate.wire.usage import AnswerFacts, read_answer

BROKEN_OFF: Final = Refusal(
    502, "upstream_interrupted", "The backend broke off in the middle of its answer.", type="server_error"
)
TOO_LATE: Final = Refusal(
    504, "deadline_exceeded", "The deadline passed in the middle of the answer.", type="server_error"
)

THROTTLED_IN_STREAM_SECONDS: Final = 1.0
"""How long a deployment is left alone that refused in the middle of a stream, where no header can say for how long."""

_TOKEN_APIS: Final = frozenset(
    {"chat.completions", "completions", "embeddings", "responses", "audio.transcriptions", "audio.translations"}
)
_NO_FACTS: Final = AnswerFacts()
_BYTES_PER_AUDIO_SECOND: Final = 16_000
"""Of a 128 kbit/s recording: the rough length of audio whose transcription says nothing of it."""


def relay_answer(
    exchange: Exchange, call: Call, attempt: OpenAttempt, sending: Sending, head: ResponseHead
) -> Coroutine[Moment | asyncio.Future[Any], None, None]:
    """Relay an answer to its end and close the exchange."""
    exchange.status = head.status
    if head.is_event_stream:
        return _relay_stream(exchange, call, attempt, sending, head)
    if sending.complete:
        return _relay_whole(exchange, attempt, sending, head)
    return _relay_body(exchange, attempt, sending, head)


async def _relay_whole(exchange: Exchange, attempt: OpenAttempt, sending: Sending, head: ResponseHead) -> None:
    """An answer that arrived in one piece goes out in one piece."""
    body = sending.held
    exchange.first_byte_at = attempt.first_byte_at
    reply_head = relayed_head(head, exchange.id, attempt.choice.deployment, len(exchange.attempts) + 1)
    exchange.last_bytes = len(body)
    facts = _facts(exchange, body, head)
    if facts.usage is not None:
        _close_known(exchange, attempt, facts, facts.usage)
    else:
        await _close_on_facts(exchange, attempt, facts, body)
    await exchange.ports.journal.written()
    exchange.reply.whole(reply_head, None if head.chunked else len(body), body)


async def _relay_body(exchange: Exchange, attempt: OpenAttempt, sending: Sending, head: ResponseHead) -> None:
    """A longer answer goes out as it comes; its last part waits for the books."""
    reply = exchange.reply
    exchange.first_byte_at = exchange.ports.clock.monotonic()
    exchange.begun = True
    length = head.content_length if head.content_length >= 0 else None
    reply.begin(_head(exchange, attempt, head), length)
    relay = BodyRelay(reply)
    last = await sending.relayed(relay)
    if sending.error:
        return await _end_broken(exchange, attempt, sending, await estimate_usage(exchange, ""), b"")
    relay.keep(last)
    body = relay.body()
    exchange.last_bytes = len(last)
    await _close_on_facts(exchange, attempt, _facts(exchange, body, head), body)
    await exchange.ports.journal.written()
    reply.end(last)


async def _relay_stream(
    exchange: Exchange, call: Call, attempt: OpenAttempt, sending: Sending, head: ResponseHead
) -> None:
    """Events go out as they come; the books are closed as soon as the last of them is known."""
    api = exchange.route.api
    reply = exchange.reply
    tap = StreamTap(api, swallow_usage=call.ask_usage)
    books = _StreamBooks(exchange, attempt, tap)
    exchange.first_byte_at = exchange.ports.clock.monotonic()
    exchange.begun = True
    reply.begin(_head(exchange, attempt, head), None)
    last = await sending.relayed(StreamRelay(reply, tap, books.close_if_known))
    if books.failed is not None:
        raise books.failed
    rest = tap.feed(last)
    inside_event = tap.inside_event
    rest += tap.end()
    exchange.last_bytes = len(rest)
    if sending.error and not books.closed:
        torn = inside_event and not call.ask_usage  # part of an event has gone out: nothing can be said after it
        event = error_event(TOO_LATE if exchange.expired else BROKEN_OFF, api=api)
        usage = tap.usage or await estimate_usage(exchange, tap.text())
        return await _end_broken(exchange, attempt, sending, usage, b"" if torn else event)
    if not books.closed:
        usage = tap.usage
        if usage is None and attempt.verdict is not None and attempt.verdict.billed:
            usage = await estimate_usage(exchange, tap.text())
        books.close(usage)
    if tap.error_code.lower() in THROTTLE_CODES:
        attempt.choice.health.throttle(exchange.ports.clock.monotonic(), THROTTLED_IN_STREAM_SECONDS)
    await exchange.ports.journal.written()
    if sending.error:
        return reply.abort(rest)
    reply.end(rest)


class _StreamBooks:
    """Closes the books on a stream: as soon as it has said that it is over and what it cost, else at its end."""

    __slots__ = ("_attempt", "_exchange", "_tap", "closed", "failed")

    def __init__(self, exchange: Exchange, attempt: OpenAttempt, tap: StreamTap) -> None:
        self._exchange = exchange
        self._attempt = attempt
        self._tap = tap
        self.closed = False
        self.failed: JournalError | None = None

    def close_if_known(self) -> bool:
        """Close when nothing can change any more; clients leave at ``[DONE]``, before the last byte.

        False when that failed: then the end of the stream must not go out, and the backend is no longer needed.
        """
        tap = self._tap
        if tap.usage is None or self.closed:
            return True
        self.close(tap.usage)
        try:
            self._exchange.ports.journal.flush()
        except JournalError as error:
            self.failed = error
            sending = self._exchange.sending
            assert sending is not None
            sending.connection.abort()
            sending.broke("the journal cannot be written")
            return False
        return True

    def close(self, usage: Usage | None) -> None:
        """Close with this usage."""
        self._attempt.served_model = self._tap.served_model
        self._attempt.service_tier = self._tap.service_tier
        _close(self._exchange, self._attempt, usage, self._tap.error_code)
        self.closed = True


def _head(exchange: Exchange, attempt: OpenAttempt, head: ResponseHead) -> bytes:
    return relayed_head(head, exchange.id, attempt.choice.deployment, len(exchange.attempts) + 1)


def _facts(exchange: Exchange, body: bytes, head: ResponseHead) -> AnswerFacts:
    """What an answer says. Only a POST costs: a ``GET`` of a stored response repeats the usage of the one before."""
    if exchange.request.head.method != b"POST":
        return _NO_FACTS
    return read_answer(exchange.route.api, body, head.content_type)


async def _close_on_facts(exchange: Exchange, attempt: OpenAttempt, facts: AnswerFacts, body: bytes) -> None:
    """Close the books on a plain answer, whatever it says."""
    verdict = attempt.verdict
    assert verdict is not None
    usage = facts.usage
    if usage is None and verdict.billed and exchange.request.head.method == b"POST":
        usage = await _usage_not_said(exchange, answer_text(body))
    _close_known(exchange, attempt, facts, usage)


def _close_known(exchange: Exchange, attempt: OpenAttempt, facts: AnswerFacts, usage: Usage | None) -> None:
    """Close the books on a plain answer whose usage is known."""
    attempt.served_model = facts.served_model
    attempt.service_tier = facts.service_tier
    _close(exchange, attempt, usage, facts.error_code)


async def _usage_not_said(exchange: Exchange, text: str) -> Usage | None:
    """What an answer without usage cost, by its API; None where nothing is billed."""
    api = exchange.route.api
    if api == "audio.speech":
        assert exchange.call is not None
        return Usage(characters=input_characters(exchange.call.body))
    if api in ("audio.transcriptions", "audio.translations"):
        return Usage(seconds=round(len(exchange.request.body) / _BYTES_PER_AUDIO_SECOND, 1), estimated=True)
    return await estimate_usage(exchange, text)


async def estimate_usage(exchange: Exchange, completion_text: str) -> Usage | None:
    """Count what the backend did not say; None for APIs that are not billed by tokens."""
    api = exchange.route.api
    if api not in _TOKEN_APIS:
        return None
    call = exchange.call
    assert call is not None
    model = call.model.first.model
    counting = exchange.ports.tokens.count(api, model, exchange.request.body, completion_text)
    prompt, completion = await asyncio.ensure_future(counting)  # in a task of its own: see edge/running.py
    return Usage(prompt_tokens=prompt, completion_tokens=completion, estimated=True)


def _close(exchange: Exchange, attempt: OpenAttempt, usage: Usage | None, code: str) -> None:
    now = exchange.ports.clock.monotonic()
    exchange.note_attempt(attempt, usage, now)
    exchange.close("drained" if exchange.left else "answered", now, code)


async def _end_broken(
    exchange: Exchange, attempt: OpenAttempt, sending: Sending, usage: Usage | None, farewell: bytes
) -> None:
    """The answer will not come to its end: charge what came, and tell the caller if it is there."""
    outcome: Literal["cancelled", "interrupted"] = "cancelled" if exchange.left else "interrupted"
    error = sending.error
    attempt.verdict = Verdict("relay", outcome, "fail", billed=True, error=error)
    now = exchange.ports.clock.monotonic()
    if not exchange.left and not exchange.expired:
        assert exchange.call is not None
        attempt.choice.health.fail(now, exchange.call.model.settings.breaker)
    exchange.note_attempt(attempt, usage, now)
    code = TOO_LATE.code if exchange.expired else BROKEN_OFF.code
    exchange.close(outcome, now, "" if exchange.left else code)
    await exchange.ports.journal.written()
    exchange.reply.abort(farewell)
