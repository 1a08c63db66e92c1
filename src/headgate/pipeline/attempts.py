"""Sending an exchange to one deployment after another until an answer is the caller's."""

import asyncio

from msgspec import Struct

from headgate.core.errors import JournalError
from headgate.pipeline.attempt import OpenAttempt
from headgate.pipeline.call import Call
from headgate.pipeline.exchange import Exchange
from headgate.pipeline.giving_up import refusal_for
from headgate.pipeline.ports import Backend, ConnectFailedError, Connection
from headgate.pipeline.relaying import estimate_usage, relay_answer
from headgate.pipeline.sending import Sending
from headgate.routing.choice import NoChoice
from headgate.upstream.answers import (
    AUTH_FAILED,
    AUTH_RENEWED,
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
from headgate.upstream.requests import Target, request_body, request_head
from headgate.wire.http_head import ResponseHead
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
    renewed: bool = False
    """The credential has been renewed after a refusal: once an exchange, or a refusing backend would never end it."""
    without_usage: bool = False
    """A deployment has refused the ``stream_options`` that were added."""


async def send_until_answered(exchange: Exchange, call: Call) -> None:
    """Try deployments until one answer has been relayed, or give up with a refusal."""
    router = exchange.ports.router
    attempts = Attempts(left=call.model.settings.attempts_max)
    while True:
        now = exchange.ports.clock.monotonic()
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


async def _attempt(exchange: Exchange, call: Call, attempt: OpenAttempt, attempts: Attempts) -> Verdict | None:
    """Make one attempt. None when the exchange is closed: its answer was relayed, or its caller has left."""
    health = attempt.choice.health
    health.begin()
    try:
        sending = await _send(exchange, call, attempt, attempts)
        if sending is not None:
            attempt.first_byte_at = exchange.ports.clock.monotonic()
            head = attempt.head = sending.head
            verdict = None if head is None else _judge_at_once(call, head, sending)
            if verdict is None:
                verdict = await _judge(exchange, call, attempt, sending, attempts)
            attempt.verdict = verdict
            if verdict.step == "relay" and head is not None and not sending.error:
                _tell_health(exchange, call, attempt)
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
    _tell_health(exchange, call, attempt)
    exchange.note_attempt(attempt, await estimate_usage(exchange, "") if verdict.billed else None)
    if exchange.left:
        exchange.close("cancelled")
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
        sending = exchange.sending = Sending(asyncio.get_running_loop(), connection)
        exchange.note_sent(call, attempt.choice, attempts.number)
        try:
            await journal.written()
        except JournalError:
            connection.abort()
            raise
        if not sending.error:
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
        attempt.verdict = Verdict("next", "cancelled", "none", billed=False, error="the caller left before it was sent")
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
        ask_usage=call.ask_usage and _asks_usage(exchange, call, attempt, attempts),
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


def _asks_usage(exchange: Exchange, call: Call, attempt: OpenAttempt, attempts: Attempts) -> bool:
    """Whether this attempt adds ``stream_options``: not where the deployment has refused it before."""
    if not call.ask_usage or attempts.without_usage:
        return False
    return not exchange.ports.usage_refusals.knows(attempt.choice.deployment.key, call.route.api_version)


def _judge_at_once(call: Call, head: ResponseHead, sending: Sending) -> Verdict | None:
    """Judge what needs no more than the head; None for what needs more."""
    if needs_body(head.status) or sending.error or (call.stream and call.route.api == "responses"):
        return None
    verdict = judge_head(head, streamed_response=False)
    return None if verdict is AUTH_FAILED else verdict


async def _judge(exchange: Exchange, call: Call, attempt: OpenAttempt, sending: Sending, attempts: Attempts) -> Verdict:
    """Judge an answer by more than its head."""
    head = sending.head
    if head is None:
        return _judge_silence(exchange, sending)
    if needs_body(head.status):
        await sending.answer_held()
        if sending.error:
            return _judge_silence(exchange, sending)
        return _judge_error(exchange, call, attempt, sending, attempts)
    verdict = judge_head(head, streamed_response=call.stream and call.route.api == "responses")
    if verdict is AUTH_FAILED:
        backend = exchange.snapshot.backends[attempt.choice.deployment.backend]
        if not attempts.renewed and await asyncio.ensure_future(backend.refresh_credential()):
            attempts.renewed = True
            return AUTH_RENEWED
    elif verdict is RELAYED:
        await sending.something_held()
        if is_throttled_start(sending.held):
            return THROTTLED
    if sending.error and verdict.step == "relay":
        return _judge_broken(exchange, sending)
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


def _judge_error(exchange: Exchange, call: Call, attempt: OpenAttempt, sending: Sending, attempts: Attempts) -> Verdict:
    """Judge a 400 or 404, whose whole body is held."""
    head = sending.head
    assert head is not None
    deployment = attempt.choice.deployment
    verdict = judge_body(
        head,
        sending.held,
        provisioned=deployment.provisioned,
        usage_asked_by_us=_asks_usage(exchange, call, attempt, attempts),
    )
    if verdict.step == "without_usage":
        attempts.without_usage = True
        exchange.ports.usage_refusals.learn(deployment.key, call.route.api_version)
    elif verdict.step == "pay_as_you_go":
        now = exchange.ports.clock.monotonic()
        attempts.tried.update(other.key for pool in call.model.pools for other in pool if other.provisioned)
        if not attempts.left or isinstance(exchange.ports.router.choose(call.model, now, attempts.tried), NoChoice):
            return RELAYED_UNBILLED
    return verdict


def _tell_health(exchange: Exchange, call: Call, attempt: OpenAttempt) -> None:
    """Let routing know what this attempt says about its deployment."""
    verdict = attempt.verdict
    assert verdict is not None
    health = attempt.choice.health
    if verdict.health == "succeed":
        first_byte = attempt.first_byte_at
        health.succeed(None if first_byte is None else first_byte - attempt.started)
        return
    now = exchange.ports.clock.monotonic()
    settings = call.model.settings
    match verdict.health:
        case "throttle":
            assert attempt.head is not None
            cap = settings.retry_after_max_seconds
            health.throttle(now, retry_after_seconds(attempt.head, cap=cap, http_date=exchange.ports.http_date))
        case "fail":
            health.fail(now, settings.breaker)
        case "quarantine":
            health.quarantine(now, QUARANTINE_SECONDS)
        case "none":
            health.release_probe()
