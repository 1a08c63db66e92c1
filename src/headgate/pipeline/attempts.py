"""Sending an exchange to one deployment after another until an answer is the caller's."""

import asyncio

from msgspec import Struct

from headgate.core.errors import JournalError
from headgate.pipeline.attempt import OpenAttempt
from headgate.pipeline.exchange import Exchange
from headgate.pipeline.giving_up import refusal_for
from headgate.pipeline.ports import Backend, ConnectFailedError, Connection
from headgate.pipeline.relaying import estimate_usage, relay_answer
from headgate.pipeline.sending import Sending
from headgate.routing.choice import Choice, NoChoice
from headgate.upstream.answers import (
    AUTH_FAILED,
    RELAYED,
    RELAYED_UNBILLED,
    THROTTLED,
    TIMEOUT,
    NextStep,
    Verdict,
    failed,
    judge_body,
    judge_head,
    needs_body,
    retry_after_seconds,
)
from headgate.upstream.requests import request_body, request_head
from headgate.wire.throttled_start import is_throttled_start

QUARANTINE_SECONDS = 30.0
"""How long a deployment is left alone whose backend refused our credential or did not know it."""

CANCELLED = Verdict("relay", "cancelled", "none", billed=True, error="the caller left")


class Attempts(Struct):
    """What the attempts of one exchange have taught so far."""

    left: int
    """How many more may be made."""
    number: int = 0
    tried: set[str] = set()
    last_chance: bool = False
    """After a timeout only one more attempt is made: each may be billed."""
    without_usage: bool = False
    """A deployment has refused the ``stream_options`` that were added."""


async def send_until_answered(exchange: Exchange) -> None:
    """Try deployments until one answer has been relayed, or give up with a refusal."""
    call = exchange.call
    assert call is not None
    router = exchange.ports.router
    attempts = Attempts(left=call.model.settings.attempts_max)
    while True:
        choice = router.choose(call.model, exchange.ports.clock.monotonic(), attempts.tried)
        if isinstance(choice, NoChoice) or not attempts.left:
            return await exchange.refuse(refusal_for(exchange, choice), "failed" if attempts.number else "refused")
        attempts.number += 1
        attempts.left -= 1
        attempts.tried.add(choice.deployment.key)
        was_last = attempts.last_chance
        verdict = await _attempt(exchange, choice, attempts)
        if verdict is None:
            return None
        if exchange.over or (was_last and verdict.step != "relay"):
            return await exchange.refuse(refusal_for(exchange, choice), "failed")
        if verdict.step == "next_once":
            attempts.last_chance = True
        elif verdict.step == "without_usage":
            attempts.tried.discard(choice.deployment.key)
            attempts.left += 1


async def _attempt(exchange: Exchange, choice: Choice, attempts: Attempts) -> Verdict | None:
    """Make one attempt. None when the exchange is closed: its answer was relayed, or its caller has left."""
    attempt = OpenAttempt(choice, exchange.ports.clock.monotonic())
    choice.health.begin()
    try:
        sending = await _send(exchange, attempt, attempts)
        if sending is not None:
            verdict = await _judge(exchange, attempt, sending, attempts)
            if verdict.step == "relay" and not sending.error:
                attempt.verdict = verdict
                _tell_health(exchange, attempt)
                await relay_answer(exchange, attempt, sending)
                return None
        verdict = attempt.verdict
        assert verdict is not None
        _tell_health(exchange, attempt)
        usage = await estimate_usage(exchange, "") if verdict.billed else None
        exchange.note_attempt(attempt, usage)
        if exchange.left and exchange.attempts:
            exchange.close("cancelled")
            return None
        return verdict
    except BaseException:
        choice.health.release_probe()
        raise
    finally:
        choice.health.end()
        exchange.sending = None


async def _send(exchange: Exchange, attempt: OpenAttempt, attempts: Attempts) -> Sending | None:
    """Send the request; None when it could not be sent, with the verdict on the attempt."""
    backend = exchange.snapshot.backends[attempt.choice.deployment.backend]
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
        sending = await _write(exchange, attempt, attempts, backend, credential, connection)
        await sending.answer_begun()
        stale = sending.head is None and sending.error and connection.reused and not sending.timed_out
        if stale and not exchange.over and not fresh:
            # An idle connection that the backend was just closing: nothing has failed, and a new one will do.
            fresh = True
            continue
        return sending


async def _connect(exchange: Exchange, attempt: OpenAttempt, backend: Backend, *, fresh: bool) -> Connection | None:
    """A new connection; None when there is none to be had or nobody left to have it for."""
    try:
        connection = await backend.connect(exchange.ends_by, fresh=fresh)
    except ConnectFailedError as error:
        attempt.verdict = failed(str(error))
        return None
    if exchange.over:
        connection.abort()
        attempt.verdict = Verdict("next", "cancelled", "none", billed=False, error="the caller left before it was sent")
        return None
    return connection


async def _write(
    exchange: Exchange,
    attempt: OpenAttempt,
    attempts: Attempts,
    backend: Backend,
    credential: bytes,
    connection: Connection,
) -> Sending:
    """Write the request, once the journal says that it is being sent."""
    call = exchange.call
    assert call is not None
    request = exchange.request
    deployment = attempt.choice.deployment
    body = request_body(
        backend.target,
        deployment,
        call.route,
        request.body,
        request.head.content_type,
        model=call.model_name,
        ask_usage=call.ask_usage and _asks_usage(exchange, attempt, attempts),
    )
    head = request_head(
        backend.target,
        deployment,
        call.route,
        request.head,
        credential=credential,
        body_length=len(body),
        exchange_id=exchange.id,
        attempt=attempts.number,
    )
    sending = exchange.sending = Sending(asyncio.get_running_loop(), connection)
    exchange.note_sent(attempt.choice, attempts.number)
    try:
        await exchange.ports.journal.written()
    except JournalError:
        connection.abort()
        raise
    if not sending.error:
        connection.send(head, body, sending)
    return sending


def _asks_usage(exchange: Exchange, attempt: OpenAttempt, attempts: Attempts) -> bool:
    """Whether this attempt adds ``stream_options``: not where the deployment has refused it before."""
    call = exchange.call
    assert call is not None
    if not call.ask_usage or attempts.without_usage:
        return False
    return not exchange.ports.usage_refusals.knows(attempt.choice.deployment.key, call.route.api_version)


async def _judge(exchange: Exchange, attempt: OpenAttempt, sending: Sending, attempts: Attempts) -> Verdict:
    """Say what the answer means; the verdict is also left on the attempt."""
    call = exchange.call
    assert call is not None
    head = attempt.head = sending.head
    if head is None:
        verdict = _judge_silence(exchange, sending)
    else:
        attempt.first_byte_at = exchange.ports.clock.monotonic()
        if needs_body(head.status):
            await sending.answer_held()
            broken = sending.error != ""
            verdict = _judge_silence(exchange, sending) if broken else _judge_error(exchange, attempt, sending, attempts)
        else:
            streamed_response = call.stream and call.route.api == "responses"
            verdict = judge_head(head, streamed_response=streamed_response)
            if verdict is RELAYED and streamed_response:
                await sending.something_held()
                if is_throttled_start(sending.held):
                    verdict = THROTTLED
            if sending.error and verdict.step == "relay":
                verdict = _judge_broken(exchange, sending)
            elif verdict is AUTH_FAILED:
                backend = exchange.snapshot.backends[attempt.choice.deployment.backend]
                await asyncio.ensure_future(backend.refresh_credential())
    attempt.verdict = verdict
    if verdict.step != "relay" and not sending.complete:
        sending.connection.abort()
    return verdict


def _judge_silence(exchange: Exchange, sending: Sending) -> Verdict:
    """Judge an attempt that brought no answer that could be judged."""
    if exchange.left:
        return CANCELLED
    return TIMEOUT if sending.timed_out else failed(sending.error)


def _judge_broken(exchange: Exchange, sending: Sending) -> Verdict:
    """Judge an answer that broke before anything of it was relayed: it may be had elsewhere, and this one is billed."""
    if exchange.left:
        return CANCELLED
    step: NextStep = "next_once" if sending.timed_out else "next"
    return Verdict(step, "interrupted", "fail", billed=True, error=sending.error)


def _judge_error(exchange: Exchange, attempt: OpenAttempt, sending: Sending, attempts: Attempts) -> Verdict:
    """Judge a 400 or 404, whose whole body is held."""
    call = exchange.call
    head = sending.head
    assert call is not None
    assert head is not None
    deployment = attempt.choice.deployment
    verdict = judge_body(
        head,
        sending.held,
        provisioned=deployment.provisioned,
        usage_asked_by_us=_asks_usage(exchange, attempt, attempts),
    )
    if verdict.step == "without_usage":
        attempts.without_usage = True
        exchange.ports.usage_refusals.learn(deployment.key, call.route.api_version)
    elif verdict.step == "pay_as_you_go":
        now = exchange.ports.clock.monotonic()
        attempts.tried.update(
            other.key for pool in call.model.pools for other in pool if other.provisioned
        )
        if not attempts.left or isinstance(exchange.ports.router.choose(call.model, now, attempts.tried), NoChoice):
            return RELAYED_UNBILLED
    return verdict


def _tell_health(exchange: Exchange, attempt: OpenAttempt) -> None:
    """Let routing know what this attempt says about its deployment."""
    call = exchange.call
    verdict = attempt.verdict
    assert call is not None
    assert verdict is not None
    health = attempt.choice.health
    now = exchange.ports.clock.monotonic()
    settings = call.model.settings
    match verdict.health:
        case "succeed":
            first_byte = attempt.first_byte_at
            health.succeed(None if first_byte is None else first_byte - attempt.started)
        case "throttle":
            assert attempt.head is not None
            cap = settings.retry_after_max_seconds
            health.throttle(
                now, retry_after_seconds(attempt.head, cap=cap, http_date=exchange.ports.http_date)
            )
        case "fail":
            health.fail(now, settings.breaker)
        case "quarantine":
            health.quarantine(now, QUARANTINE_SECONDS)
        case "none":
            health.release_probe()

