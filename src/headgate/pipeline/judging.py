"""Judging the answer of an attempt, before anything of it has reached the caller, and telling routing what it says."""

import asyncio
from typing import Final

from headgate.pipeline.attempt import Attempts, OpenAttempt
from headgate.pipeline.call import Call
from headgate.pipeline.exchange import Exchange
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
from headgate.wire.response_head import ResponseHead
from headgate.wire.throttled_start import is_throttled_start

QUARANTINE_SECONDS: Final = 30.0
"""How long a deployment is left alone whose backend refused our credential or did not know it."""

CANCELLED: Final = Verdict("relay", "cancelled", "none", billed=True, error="the caller left")


def asks_usage(exchange: Exchange, call: Call, attempt: OpenAttempt, attempts: Attempts) -> bool:
    """Whether this attempt adds ``stream_options``: not where the deployment has refused it before."""
    if not call.ask_usage or attempts.without_usage:
        return False
    return not exchange.ports.usage_refusals.knows(attempt.choice.deployment.key, call.route.api_version)


def judge_at_once(call: Call, head: ResponseHead, sending: Sending) -> Verdict | None:
    """Judge what needs no more than the head; None for what needs more."""
    if needs_body(head.status) or sending.error or (call.stream and call.route.api == "responses"):
        return None
    verdict = judge_head(head, streamed_response=False)
    return None if verdict is AUTH_FAILED else verdict


async def judge(exchange: Exchange, call: Call, attempt: OpenAttempt, sending: Sending, attempts: Attempts) -> Verdict:
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
        usage_asked_by_us=asks_usage(exchange, call, attempt, attempts),
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


def tell_health(exchange: Exchange, call: Call, attempt: OpenAttempt) -> None:
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
