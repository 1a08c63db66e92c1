"""What a worker knows of a deployment's health: closed by a 429, by its breaker, or open.

The breaker's states and moves::

    closed ──failures in a row──▶ open ──open_seconds pass──▶ half open ──one probe succeeds──▶ closed
                                   ▲                              │
                                   └────── the probe fails, for twice as long ─┘
"""

from typing import Final

from headgate.routing.settings import BreakerSettings

_LATENCY_WEIGHT: Final = 0.1
"""Of the newest answer in the moving average of time to first byte."""
PROBE_SECONDS: Final = 1.0
"""How long a probe may be expected to take: callers refused meanwhile are not told to come back at once."""


class Health:
    """Of one deployment, as one worker has seen it. Times are monotonic seconds."""

    __slots__ = (
        "_open_for",
        "current_weight",
        "failures",
        "first_byte_average",
        "in_flight",
        "open_until",
        "probing",
        "quarantined_until",
        "throttled_until",
    )

    def __init__(self) -> None:
        """Begin healthy."""
        self.in_flight = 0
        self.failures = 0
        """In a row."""
        self.first_byte_average = 0.0
        """Seconds; 0 until the first answer."""
        self.throttled_until = 0.0
        self.quarantined_until = 0.0
        """Closed because the backend refused our credential or does not know the deployment."""
        self.open_until: float | None = None
        """When the breaker is open: until when; None when it is closed."""
        self.probing = False
        """The breaker is half open and its one probe is under way."""
        self.current_weight = 0
        """State of the ``weighted`` strategy."""
        self._open_for = 0.0

    def closed_reason(self, now: float) -> str | None:
        """Why nothing may be sent now; None when something may."""
        if now < self.throttled_until:
            return f"throttled for {self.throttled_until - now:.1f} s"
        if now < self.quarantined_until:
            return f"quarantined for {self.quarantined_until - now:.1f} s"
        if self.open_until is not None:
            if now < self.open_until:
                return f"breaker open for {self.open_until - now:.1f} s"
            if self.probing:
                return "breaker half open, probe under way"
        return None

    def seconds_until_open(self, now: float) -> float:
        """How long until something may be sent again; 0 when it may now, a guess while a probe is under way."""
        probe = PROBE_SECONDS if self.open_until is not None and self.probing else 0.0
        return max(probe, self.throttled_until - now, self.quarantined_until - now, (self.open_until or 0.0) - now)

    def begin(self) -> None:
        """Something is being sent; under a half-open breaker it is the probe."""
        self.in_flight += 1
        if self.open_until is not None:
            self.probing = True

    def end(self) -> None:
        """What was sent has ended, however."""
        self.in_flight -= 1

    def succeed(self, first_byte_seconds: float | None) -> None:
        """The deployment answered as it should (an error of the caller's making is such an answer)."""
        self.failures = 0
        self.open_until = None
        self.probing = False
        if first_byte_seconds is not None:
            average = self.first_byte_average
            step = first_byte_seconds - average
            self.first_byte_average = average + _LATENCY_WEIGHT * step if average else first_byte_seconds

    def fail(self, now: float, settings: BreakerSettings) -> None:
        """The deployment failed; enough of that in a row, or a failed probe, opens the breaker."""
        self.failures += 1
        if self.probing:
            self._open_for = min(self._open_for * 2, settings.open_seconds_max)
        elif self.failures < settings.failures or self.open_until is not None:
            return
        else:
            self._open_for = settings.open_seconds
        self.open_until = now + self._open_for
        self.probing = False

    def release_probe(self) -> None:
        """The probe ended without telling anything (its caller left): another may try."""
        self.probing = False

    def throttle(self, now: float, seconds: float) -> None:
        """The deployment answered 429: leave it alone for so long. It works, so a probe has succeeded."""
        self.throttled_until = max(self.throttled_until, now + seconds)
        self.open_until = None
        self.probing = False

    def quarantine(self, now: float, seconds: float) -> None:
        """The deployment cannot be used at all until someone mends it; look again after so long."""
        self.quarantined_until = now + seconds
        self.probing = False
