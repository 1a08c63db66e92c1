"""What a rule says about one thing, and the evidence it quotes."""

from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from headgate.audit.graph.subject import Subject
from headgate.audit.graph.value import Missing, Value

Outcome: TypeAlias = Literal["pass", "fail", "unknown", "not_applicable", "manual", "waived"]
"""``waived`` is never a rule's: the runner puts it where a waiver covers a fail."""


class Quote(Struct, frozen=True, eq=False):
    """A piece of evidence: what stood where."""

    subject: Subject
    path: str
    """Below the subject: ``properties.disableLocalAuth``; for a policy the line: ``line 12``."""
    value: Value | Missing
    """As found; ``MISSING`` when the point is that it is absent. Never a secret."""


class Verdict(Struct, frozen=True, eq=False):
    """The judgement of a rule about one subject."""

    outcome: Outcome
    because: str
    """Names what was observed, so that it can be checked without the rule."""
    evidence: tuple[Quote, ...] = ()
    subject: Subject | None = None
    """What it is about; None: what the rule was asked about."""

    def on(self, subject: Subject) -> "Verdict":
        """Return the verdict as being about this subject."""
        return replace(self, subject=subject)


def passed(because: str, *evidence: Quote) -> Verdict:
    """The defect is not there; the evidence shows it."""
    return Verdict("pass", because, evidence)


def failed(because: str, *evidence: Quote) -> Verdict:
    """The defect is there; the evidence shows it."""
    return Verdict("fail", because, evidence)


def unknown(because: str, *evidence: Quote) -> Verdict:
    """The evidence does not tell; ``because`` says what would."""
    return Verdict("unknown", because, evidence)


def not_applicable(because: str) -> Verdict:
    """The rule does not concern this subject."""
    return Verdict("not_applicable", because)


def manual(because: str) -> Verdict:
    """Only a person can judge this."""
    return Verdict("manual", because)
