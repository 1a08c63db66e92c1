"""Sending an exchange to one deployment after another until an answer is the caller's."""

from typing import Final

from headgate.core.errors import JournalError
from headgate.pipeline.attempt import Attempts, OpenAttempt
from headgate.pipeline.call import Call
from headgate.pipeline.exchange import Exchange
from headgate.pipeline.giving_up import refusal_for
from headgate.pipeline.judging import asks_usage, judge, judge_at_once, tell_health
from headgate.pipeline.ports import Backend, ConnectFailedError, Connection
from headgate.pipeline.relaying import estimate_usage, relay_answer
from headgate.pipeline.sending import Sending
from headgate.routing.choice import NoChoice
from headgate.upstream.answers import AUTH_FAILED, Verdict, failed
from headgate.upstream.requests import Target, request_body, request_head

UNSENT: Final = Verdict(
    "next", "cancelled", "none", billed=False, error="its caller or its time was gone before it was sent"
)


async def send_until_answered(exchange: Exchange, call: Call) -> None:
    """Try deployments until one answer has been relayed, or give up with a refusal."""
    router = exchange.ports.router
    attempts = Attempts(left=call.model.settings.attempts_max)
    now = exchange.started
    while True:
        choice = router.choose(call.model, now, attempts.tried)
        if isinstance(choice, NoChoice) or not attempts.left:
            return await exchange.refuse(refusal_for(exchange), "failed" if attempts.number else "refused")
        attempts.number += 1
        attempts.left -= 1
        attempts.tried.add(choice.deployment.key)
        was_last = attempts.last_chance
        verdict = await _attempt(exchange, call, OpenAttempt(choice, now), attempts)
        if verdict is None:
            return None
        if exchange.over or (was_last and verdict.step != "relay"):
            return await exchange.refuse(refusal_for(exchange), "failed")
        if verdict.step == "next_once":
            attempts.last_chance = True
        elif verdict.step in ("without_usage", "renewed"):
            attempts.tried.discard(choice.deployment.key)
            attempts.left += 1
        now = exchange.ports.clock.monotonic()


async def _attempt(exchange: Exchange, call: Call, attempt: OpenAttempt, attempts: Attempts) -> Verdict | None:
    """Make one attempt. None when the exchange is closed: its answer was relayed, or its caller has left."""
    health = attempt.choice.health
    health.begin()
    try:
        sending = await _send(exchange, call, attempt, attempts)
        if sending is not None:
            attempt.first_byte_at = exchange.ports.clock.monotonic()
            head = attempt.head = sending.head
            verdict = None if head is None else judge_at_once(call, head, sending)
            if verdict is None:
                verdict = await judge(exchange, call, attempt, sending, attempts)
            attempt.verdict = verdict
            if verdict.step == "relay" and head is not None and not sending.error:
                tell_health(exchange, call, attempt)
                await relay_answer(exchange, call, attempt, sending, head)
                return None
            if not sending.complete:
                sending.connection.abort()
        return await _end_unrelayed(exchange, call, attempt)
    except BaseException:
        health.release_probe()
        raise
    finally:
        health.end()
        exchange.sending = None


async def _end_unrelayed(exchange: Exchange, call: Call, attempt: OpenAttempt) -> Verdict | None:
    """Record an attempt whose answer is not the caller's."""
    verdict = attempt.verdict
    assert verdict is not None
    if attempt.head is None:
        attempt.first_byte_at = None
    tell_health(exchange, call, attempt)
    usage = await estimate_usage(exchange, "") if verdict.billed else None
    now = exchange.ports.clock.monotonic()
    exchange.note_attempt(attempt, usage, now)
    if exchange.left:
        exchange.close("cancelled", now)
        return None
    return verdict


async def _send(exchange: Exchange, call: Call, attempt: OpenAttempt, attempts: Attempts) -> Sending | None:
    """Send the request and wait for what comes first: the head of the answer or the end of all hope.

    None when it could not be sent, with the verdict on the attempt.
    """
    backend = exchange.snapshot.backends[attempt.choice.deployment.backend]
    journal = exchange.ports.journal
    credential = backend.credential()
    if credential is None:
        attempt.verdict = AUTH_FAILED
        return None
    fresh = False
    while True:
        connection = None if fresh else backend.idle_connection()
        if connection is None:
            connection = await _connect(exchange, attempt, backend, fresh=fresh)
            if connection is None:
                return None
        sending = exchange.sending = Sending(connection)
        exchange.note_sent(call, attempt.choice, attempts.number)
        try:
            await journal.written()
        except JournalError:
            connection.abort()
            raise
        if sending.error:
            attempt.verdict = UNSENT
            return None
        _write(exchange, call, attempt, attempts, target=backend.target, credential=credential, sending=sending)
        await sending.answer_begun()
        stale = sending.head is None and connection.reused and not sending.timed_out
        if not stale or fresh or exchange.over:
            return sending
        fresh = True  # an idle connection that the backend was just closing: nothing has failed, and a new one will do


async def _connect(exchange: Exchange, attempt: OpenAttempt, backend: Backend, *, fresh: bool) -> Connection | None:
    """A new connection; None when there is none to be had or nobody left to have it for."""
    try:
        connection = await backend.connect(exchange.ends_by, fresh=fresh)
    except ConnectFailedError as error:
        attempt.verdict = failed(str(error))
        return None
    if exchange.over:
        connection.abort()
        attempt.verdict = UNSENT
        return None
    return connection


def _write(
    exchange: Exchange,
    call: Call,
    attempt: OpenAttempt,
    attempts: Attempts,
    *,
    target: Target,
    credential: bytes,
    sending: Sending,
) -> None:
    request = exchange.request
    route = call.route
    deployment = attempt.choice.deployment
    body = request_body(
        target,
        deployment,
        route,
        request.body,
        request.head.content_type,
        model=call.model_name,
        ask_usage=call.ask_usage and asks_usage(exchange, call, attempt, attempts),
    )
    head = request_head(
        target,
        deployment,
        route,
        request.head,
        credential=credential,
        body_length=len(body),
        exchange_id=exchange.id,
        attempt=attempts.number,
    )
    sending.connection.send(head, body, sending)
