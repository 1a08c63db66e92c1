"""An attempt while it is under way, and the record it leaves."""

from headgate.core.records import Attempt
from headgate.core.usage import Usage
from headgate.routing.choice import Choice
from headgate.upstream.answers import Verdict
from headgate.wire.response_head import ResponseHead


class OpenAttempt:
    """One sending of an exchange to one deployment."""

    __slots__ = ("choice", "first_byte_at", "head", "served_model", "service_tier", "started", "verdict")

    def __init__(self, choice: Choice, started: float) -> None:
        """Begin an attempt at a time (monotonic seconds)."""
        self.choice = choice
        self.started = started
        """Monotonic seconds, as is ``first_byte_at``."""
        self.first_byte_at: float | None = None
        self.head: ResponseHead | None = None
        self.verdict: Verdict | None = None
        self.served_model = ""
        self.service_tier = ""

    def record(self, exchange_started: float, now: float, usage: Usage | None) -> Attempt:
        """The record of this attempt, ended now."""
        deployment = self.choice.deployment
        head = self.head
        verdict = self.verdict
        assert verdict is not None, "an attempt is judged before it is recorded"
        first_byte = self.first_byte_at
        return Attempt(  # by position: see ``exchange.Exchange.note_sent``
            deployment.backend,
            deployment.name,
            deployment.model,
            deployment.version,
            deployment.kind,
            verdict.outcome,
            (self.started - exchange_started) * 1000,
            (now - self.started) * 1000,
            deployment.region,
            head.status if head is not None else 0,
            None if first_byte is None else (first_byte - self.started) * 1000,
            usage,
            self.choice.why,
            self.choice.skipped,
            head.request_id if head is not None else "",
            self.served_model,
            self.service_tier,
            verdict.error,
        )


class Attempts:
    """What the attempts of one exchange have taught so far."""

    __slots__ = ("last_chance", "left", "number", "renewed", "tried", "without_usage")

    def __init__(self, left: int) -> None:
        """Begin with so many attempts to make."""
        self.left = left
        """How many more may be made."""
        self.number = 0
        self.tried: set[str] = set()
        self.last_chance = False
        """After a timeout only one more attempt is made: each may be billed."""
        self.renewed = False
        """The credential has been renewed after a refusal: once an exchange, or a refusing backend would never end
        it."""
        self.without_usage = False
        """A deployment has refused the ``stream_options`` that were added."""
