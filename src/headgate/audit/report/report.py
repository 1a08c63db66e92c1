"""What all forms of a report are made from."""

import datetime

from msgspec import Struct

from headgate.audit.collect.gather import Gathered
from headgate.audit.finding import Finding, count_outcomes
from headgate.audit.report.comparison import Comparison
from headgate.audit.verdict import Outcome

_WORST_FIRST: tuple[Outcome, ...] = ("fail", "unknown", "manual", "waived", "pass")


class Report(Struct, frozen=True, eq=False):
    """The outcome of one audit."""

    findings: tuple[Finding, ...]
    """The most urgent first."""
    gathered: Gathered
    at: datetime.datetime
    rules: int
    """How many rules were in force."""
    notes: tuple[str, ...] = ()
    """What a person should know about the audit itself: waivers that expired, what is only referred to."""
    comparison: Comparison | None = None

    @property
    def summary(self) -> dict[str, int]:
        """How many findings have each outcome."""
        return count_outcomes(self.findings)

    def of_bullet(self, bullet: str) -> list[Finding]:
        """Return the findings that serve a bullet."""
        return [finding for finding in self.findings if finding.bullet == bullet]

    def state_of(self, bullet: str) -> Outcome:
        """Return the worst outcome of a bullet; without evidence it is unknown."""
        told = {finding.outcome for finding in self.of_bullet(bullet)}
        return next((outcome for outcome in _WORST_FIRST if outcome in told), "unknown")
