"""What the answer of a deployment means: the table of answers in docs/architecture.md, as code.

Statuses that say all by themselves are judged from the head; 400 and 404 need their body too.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from headgate.core.records import AttemptOutcome
from headgate.wire.response_head import ResponseHead

NextStep = Literal["relay", "next", "next_once", "pay_as_you_go", "without_usage", "renewed"]
"""What to do with an answer.

``relay``: it is the caller's. ``next``: another deployment at once. ``next_once``: another deployment, but only one
more. ``pay_as_you_go``: one that takes longer prompts, if there is one. ``without_usage``: the same deployment again,
without the ``stream_options`` that Headgate had added. ``renewed``: the same deployment again, with the new credential
that was got meanwhile.
"""

HealthEffect = Literal["succeed", "throttle", "fail", "quarantine", "none"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer means: for the exchange, for the deployment, for the bill."""

    step: NextStep
    outcome: AttemptOutcome
    health: HealthEffect
    billed: bool
    error: str = ""


RELAYED: Final = Verdict("relay", "answered", "succeed", billed=True)
RELAYED_UNBILLED: Final = Verdict("relay", "answered", "succeed", billed=False)
THROTTLED: Final = Verdict("next", "throttled", "throttle", billed=False)
TIMEOUT: Final = Verdict("next_once", "timeout", "fail", billed=True, error="no answer in time")
AUTH_FAILED: Final = Verdict("next", "auth_failed", "quarantine", billed=False, error="backend refused the credential")
AUTH_RENEWED: Final = Verdict(
    "renewed", "auth_failed", "none", billed=False, error="backend refused the old credential"
)
MISSING: Final = Verdict("next", "missing", "quarantine", billed=False, error="deployment not found")
TOO_LONG: Final = Verdict("pay_as_you_go", "too_long", "succeed", billed=False, error="prompt too long")
NO_STREAM_OPTIONS: Final = Verdict("without_usage", "failed", "succeed", billed=False, error="stream_options not known")


def failed(error: str) -> Verdict:
    """The deployment failed before its answer had begun."""
    return Verdict("next", "failed", "fail", billed=False, error=error)


def needs_body(status: int) -> bool:
    """Whether a status can only be judged with its body."""
    return status in (400, 404)


def judge_head(head: ResponseHead, *, streamed_response: bool) -> Verdict:
    """Judge a status other than 400 and 404. ``streamed_response``: a streamed call of the Responses API."""
    status = head.status
    if status < 300:
        # Azure throttles streamed Responses calls with 200 and a retry-after that no success carries
        # (observed 2026-08, five reporters): nothing has been sent yet, so it counts as a 429.
        return THROTTLED if streamed_response and (head.retry_after or head.retry_after_ms) else RELAYED
    if status == 429:
        return THROTTLED
    if status == 408:
        return TIMEOUT
    if status in (401, 403):
        return AUTH_FAILED
    if status >= 500:
        return failed(f"status {status}")
    return RELAYED_UNBILLED


def judge_body(head: ResponseHead, body: bytes, *, provisioned: bool, usage_asked_by_us: bool) -> Verdict:
    """Judge a 400 or 404 by its whole body."""
    if head.status == 404:
        return MISSING if b"DeploymentNotFound" in body else RELAYED_UNBILLED
    if usage_asked_by_us and b"stream_options" in body:
        return NO_STREAM_OPTIONS
    if b"content_filter" in body:
        # Never elsewhere: that would shop for a weaker filter. The prompt was evaluated, so it is billed.
        return RELAYED
    if provisioned and b"context_length_exceeded" in body:
        return TOO_LONG
    return RELAYED_UNBILLED


def retry_after_seconds(head: ResponseHead, *, cap: float, http_date: Callable[[str], float | None]) -> float:
    """How long a 429 closes a deployment: the longer of both headers, at least one second, capped.

    Both are needed: Azure has sent ``retry-after-ms: 0`` with ``retry-after: 1`` (recorded 2026-08), and 86400.
    ``http_date`` gives the seconds until an HTTP date, None for what is not one.
    """
    waits = [_number(head.retry_after_ms, per_second=1000.0), _number(head.retry_after, per_second=1.0)]
    if head.retry_after and waits[1] is None:
        waits[1] = http_date(head.retry_after.decode("latin-1"))
    longest = max((wait for wait in waits if wait is not None), default=0.0)
    return min(max(longest, 1.0) if longest > 0 else 1.0, cap)


def _number(value: bytes, *, per_second: float) -> float | None:
    try:
        number = float(value) / per_second
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None
