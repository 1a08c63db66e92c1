"""A finding: what one rule says about one thing, as reports tell it."""

from collections.abc import Iterable

from msgspec import Struct

from headgate.audit.checklist import Bullet
from headgate.audit.graph.subject import Subject
from headgate.audit.rule import SEVERITIES, Rule, Severity
from headgate.audit.verdict import Outcome, Quote

OUTCOMES: tuple[Outcome, ...] = ("fail", "unknown", "manual", "waived", "pass", "not_applicable")
"""In the order in which they need a person."""


class Finding(Struct, frozen=True, eq=False):
    """One line of a report."""

    rule: Rule | Bullet
    """A bullet stands for itself where only a person can judge it."""
    subject: Subject | None
    """None: the whole set-up."""
    outcome: Outcome
    because: str
    evidence: tuple[Quote, ...] = ()

    @property
    def rule_id(self) -> str:
        """The id of the rule, or the bullet's key."""
        return self.rule.id

    @property
    def bullet(self) -> str:
        """The key of the bullet that it serves."""
        return self.rule.bullet if isinstance(self.rule, Rule) else self.rule.id

    @property
    def severity(self) -> Severity:
        """How bad a fail is; ``info`` for what only a person can judge."""
        return self.rule.severity if isinstance(self.rule, Rule) else "info"

    @property
    def subject_id(self) -> str:
        """The id of the subject; empty for the whole set-up."""
        return "" if self.subject is None else self.subject.id

    @property
    def subject_name(self) -> str:
        """What people call the subject."""
        return "the whole set-up" if self.subject is None else self.subject.name

    @property
    def subject_type(self) -> str:
        """The type of the subject."""
        return "headgate/set-up" if self.subject is None else self.subject.type

    @property
    def key(self) -> tuple[str, str]:
        """Names the finding from run to run."""
        return (self.rule_id, self.subject_id)


def urgency(finding: Finding) -> tuple[int, int, str, str]:
    """Order findings by what to look at first: fails by severity, then what is unknown, then the rest."""
    return (
        OUTCOMES.index(finding.outcome),
        SEVERITIES.index(finding.severity),
        finding.rule_id,
        finding.subject_name,
    )


def count_outcomes(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings have each outcome, zeros included."""
    counts: dict[str, int] = dict.fromkeys(OUTCOMES, 0)
    for finding in findings:
        counts[finding.outcome] += 1
    return counts


def at_least(findings: Iterable[Finding], threshold: Severity) -> list[Finding]:
    """Return the fails that are as bad as the threshold or worse."""
    worst = SEVERITIES.index(threshold)
    return [one for one in findings if one.outcome == "fail" and SEVERITIES.index(one.severity) <= worst]
