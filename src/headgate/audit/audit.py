"""One audit, from paths to a report."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from headgate.audit.checklist import bullets
from headgate.audit.collect.contract import Evidence
from headgate.audit.collect.gather import Read, gather
from headgate.audit.referred import not_judged
from headgate.audit.registry import all_rules
from headgate.audit.report.comparison import compare
from headgate.audit.report.report import Report
from headgate.audit.run import run
from headgate.audit.waiver_file import read_waivers, refuse_unknown_rules
from headgate.audit.waivers import waive


def audit(
    paths: Sequence[str],
    *,
    parameters: Sequence[str] = (),
    waivers: Path | None = None,
    earlier: Path | None = None,
    live: Sequence[tuple[Read, Evidence]] = (),
    now: datetime.datetime,
) -> Report:
    """Judge what the paths describe and what was read live, and lay waivers over it.

    Raises ``CannotAuditError`` when there is nothing to judge, ``ConfigurationError`` for waivers that do not hold.
    """
    rules = all_rules()
    waived_rules = read_waivers(waivers) if waivers is not None else []
    if waivers is not None:
        refuse_unknown_rules(waived_rules, {rule.id for rule in rules}, waivers)
    gathered = gather(paths, parameters, now, live)
    waived = waive(run(gathered.graph, rules, bullets().values()), waived_rules, now.date())
    return Report(
        findings=tuple(waived.findings),
        gathered=gathered,
        at=now,
        rules=sum(rule.holds_on(now.date()) for rule in rules),
        notes=(*waived.notes, *not_judged(gathered.graph, rules)),
        comparison=None if earlier is None else compare(earlier, waived.findings),
    )
