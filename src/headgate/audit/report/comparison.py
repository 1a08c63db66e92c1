"""What changed since an earlier run, from the JSON report of that run."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from headgate.audit.collect.errors import CannotAuditError
from headgate.audit.collect.parsing import BYTES_MAX
from headgate.audit.finding import Finding
from headgate.audit.verdict import Outcome


class Change(Struct, frozen=True):
    """One finding that is not what it was."""

    rule: str
    resource: str
    """The name."""
    id: str
    was: Outcome | Literal["absent"]
    now: Outcome | Literal["absent"]


class Comparison(Struct, frozen=True):
    """All that changed."""

    earlier: str
    """The file compared with."""
    worse: tuple[Change, ...]
    """Fails that were none, and what was known and is unknown now."""
    better: tuple[Change, ...]
    """Fails that are none any more, and what was unknown and passes now."""
    other: tuple[Change, ...]


class _EarlierResource(Struct, frozen=True):
    type: str
    name: str
    id: str


class _EarlierFinding(Struct, frozen=True):
    rule: str
    outcome: Outcome
    resource: _EarlierResource


class _EarlierReport(Struct, frozen=True):
    findings: list[_EarlierFinding]


_RANK: dict[str, int] = {"fail": 0, "unknown": 1, "manual": 2, "waived": 2, "not_applicable": 3, "absent": 3, "pass": 3}


def compare(earlier: Path, findings: Iterable[Finding]) -> Comparison:
    """Compare with an earlier report. Raises ``CannotAuditError`` when the file is none.

    Findings are the same when rule and resource are; of several about one resource the worst counts.
    """
    before = _worst((one.rule, one.resource.id, one.resource.name, one.outcome) for one in _read(earlier).findings)
    now = _worst((one.rule_id, one.subject_id, one.subject_name, one.outcome) for one in findings)
    changes = []
    for key in sorted(before.keys() | now.keys()):
        was, name_was = before.get(key, ("absent", ""))
        is_now, name_now = now.get(key, ("absent", ""))
        if was != is_now and {was, is_now} != {"absent", "not_applicable"}:
            changes.append(Change(key[0], name_now or name_was, key[1], was, is_now))  # type: ignore[arg-type]
    return Comparison(
        earlier=str(earlier),
        worse=tuple(one for one in changes if _RANK[one.now] < _RANK[one.was]),
        better=tuple(one for one in changes if _RANK[one.now] > _RANK[one.was]),
        other=tuple(one for one in changes if _RANK[one.now] == _RANK[one.was]),
    )


def _worst(findings: Iterable[tuple[str, str, str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    worst: dict[tuple[str, str], tuple[str, str]] = {}
    for rule, identifier, name, outcome in findings:
        held = worst.get((rule, identifier))
        if held is None or _RANK[outcome] < _RANK[held[0]]:
            worst[rule, identifier] = (outcome, name)
    return worst


def _read(path: Path) -> _EarlierReport:
    try:
        with path.open("rb") as file:
            content = file.read(BYTES_MAX + 1)
    except OSError as error:
        raise CannotAuditError(f"{path}: cannot be read: {error.strerror or error}") from None
    if len(content) > BYTES_MAX:
        raise CannotAuditError(f"{path}: is larger than {BYTES_MAX >> 20} MiB")
    try:
        return msgspec.json.decode(content, type=_EarlierReport)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise CannotAuditError(f"{path}: is no report of `headgate check --format json`: {error}") from None
