"""Lays waivers over findings: what is covered is shown as waived, with who answers for it; nothing disappears."""

import datetime
from collections.abc import Sequence
from fnmatch import fnmatchcase

from msgspec import Struct
from msgspec.structs import replace

from headgate.audit.finding import Finding, urgency
from headgate.audit.waiver_file import Waiver


class Waived(Struct, frozen=True, eq=False):
    """Findings after waivers."""

    findings: list[Finding]
    """The most urgent first."""
    notes: list[str]
    """Waivers that have expired or cover nothing."""


def waive(findings: Sequence[Finding], waivers: Sequence[Waiver], today: datetime.date) -> Waived:
    """Turn fails that a waiver covers into waived ones. Nobody can answer for the unknown."""
    covering = [_covering(finding, waivers) if finding.outcome == "fail" else None for finding in findings]
    laid = [
        finding if waiver is None or waiver.expires < today else _waived(finding, waiver)
        for finding, waiver in zip(findings, covering, strict=True)
    ]
    used = {id(waiver) for waiver in covering}
    expired = [
        f"the waiver of {waiver.rule} for {waiver.resource} expired on {waiver.expires} ({waiver.owner})"
        for waiver in waivers
        if waiver.expires < today
    ]
    idle = [
        f"the waiver of {waiver.rule} for {waiver.resource} covers nothing; remove it ({waiver.owner})"
        for waiver in waivers
        if waiver.expires >= today and id(waiver) not in used
    ]
    return Waived(sorted(laid, key=urgency), expired + idle)


def _covering(finding: Finding, waivers: Sequence[Waiver]) -> Waiver | None:
    """Return the waiver of a finding that holds longest."""
    covering = [waiver for waiver in waivers if _covers(waiver, finding)]
    return max(covering, key=lambda waiver: waiver.expires, default=None)


def _covers(waiver: Waiver, finding: Finding) -> bool:
    names = (finding.subject_name.lower(), finding.subject_id.lower())
    return waiver.rule.upper() == finding.rule_id and any(fnmatchcase(name, waiver.resource.lower()) for name in names)


def _waived(finding: Finding, waiver: Waiver) -> Finding:
    why = f"waived until {waiver.expires} by {waiver.owner}: {waiver.reason} (otherwise: {finding.because})"
    return replace(finding, outcome="waived", because=why)
