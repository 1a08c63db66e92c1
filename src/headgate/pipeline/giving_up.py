"""What a caller is told when no deployment's answer can be relayed."""

import math

from headgate.core.refusal import Refusal
from headgate.pipeline.exchange import Exchange
from headgate.routing.choice import NoChoice


def refusal_for(exchange: Exchange) -> Refusal:
    """Say why, as truthfully as what was tried allows; where waiting would help, for how long."""
    call = exchange.call
    assert call is not None
    if exchange.expired:
        seconds = exchange.use_case.deadline_seconds
        message = f"No answer within the {seconds:g} seconds that the use case '{exchange.use_case.name}' allows."
        return Refusal(504, "deadline_exceeded", message, type="server_error")
    outcomes = [attempt.outcome for attempt in exchange.attempts]
    now = exchange.ports.clock.monotonic()
    everywhere = exchange.ports.router.choose(call.model, now)
    if isinstance(everywhere, NoChoice):
        throttled = any(skipped.reason.startswith("throttled") for skipped in everywhere.skipped)
        if throttled:
            return _throttled(exchange, everywhere.retry_after_seconds)
    for outcome, refusal in _REFUSALS.items():
        if outcome in outcomes:
            return refusal
    if isinstance(everywhere, NoChoice):
        return _unavailable(exchange, everywhere.retry_after_seconds)
    return _unavailable(exchange, 1.0)


_NO_RETRY = ((b"x-should-retry", b"false"),)
"""OpenAI's clients obey it: asking again does not mend what a person must."""

_REFUSALS = {
    "timeout": Refusal(504, "backend_timeout", "No deployment of the model answered in time.", type="server_error"),
    "auth_failed": Refusal(
        502,
        "backend_auth_failed",
        "The backend refused Headgate's own credential.",
        type="server_error",
        headers=_NO_RETRY,
    ),
    "missing": Refusal(
        502,
        "backend_deployment_not_found",
        "The backend does not know the deployment.",
        type="server_error",
        headers=_NO_RETRY,
    ),
    "failed": Refusal(502, "backend_failed", "No deployment of the model could answer.", type="server_error"),
}
"""By the outcome of an attempt, the most telling first."""


def _throttled(exchange: Exchange, wait: float) -> Refusal:
    assert exchange.call is not None
    seconds = max(1, math.ceil(wait))
    message = (
        f"All deployments of '{exchange.call.model_name}' have exceeded their rate limit. "
        f"Please retry after {seconds} second{'s' if seconds != 1 else ''}."
    )
    headers = exchange.use_case.limiter.rate_limit_headers(int(exchange.ports.clock.monotonic()))
    return Refusal(
        429, "RateLimitReached", message, type="requests", retry_after_seconds=max(wait, 0.001), headers=headers
    )


def _unavailable(exchange: Exchange, wait: float) -> Refusal:
    assert exchange.call is not None
    message = f"No deployment of '{exchange.call.model_name}' is available now."
    return Refusal(503, "backend_unavailable", message, type="server_error", retry_after_seconds=max(wait, 0.001))
