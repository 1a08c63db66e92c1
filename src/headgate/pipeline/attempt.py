"""An attempt while it is under way, and the record it leaves."""

from msgspec import Struct

from headgate.core.records import Attempt
from headgate.core.usage import Usage
from headgate.routing.choice import Choice
from headgate.upstream.answers import Verdict
from headgate.wire.response_head import ResponseHead


class OpenAttempt(Struct, eq=False):
    """One sending of an exchange to one deployment."""

    choice: Choice
    started: float
    """Monotonic seconds, as is ``first_byte_at``."""
    first_byte_at: float | None = None
    head: ResponseHead | None = None
    verdict: Verdict | None = None
    served_model: str = ""
    service_tier: str = ""

    def record(self, exchange_started: float, now: float, usage: Usage | None) -> Attempt:
        """The record of this attempt, ended now."""
        deployment = self.choice.deployment
        head = self.head
        verdict = self.verdict
        assert verdict is not None, "an attempt is judged before it is recorded"
        first_byte = self.first_byte_at
        return Attempt(
            backend=deployment.backend,
            deployment=deployment.name,
            deployed_model=deployment.model,
            version=deployment.version,
            kind=deployment.kind,
            outcome=verdict.outcome,
            started_ms=(self.started - exchange_started) * 1000,
            duration_ms=(now - self.started) * 1000,
            region=deployment.region,
            status=head.status if head is not None else 0,
            first_byte_ms=None if first_byte is None else (first_byte - self.started) * 1000,
            usage=usage,
            why=self.choice.why,
            skipped=self.choice.skipped,
            request_id=head.request_id if head is not None else "",
            served_model=self.served_model,
            service_tier=self.service_tier,
            error=verdict.error,
        )


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
