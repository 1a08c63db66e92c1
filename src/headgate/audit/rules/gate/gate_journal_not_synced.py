"""The gate's journal is never forced to disk."""

from datetime import date

from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed


@rule(
    id="CAP-036",
    severity="medium",
    bullet="capacity.chargeback",
    about="gate",
    references=("https://man7.org/linux/man-pages/man2/fsync.2.html",),
    reviewed=date(2026, 11, 24),
)
def gate_journal_not_synced(gate: GateConfiguration, _: Graph) -> Verdict:
    """The gate's journal is never forced to disk.

    Why:
        When the machine stops, what the system had not written yet is lost: calls that Azure bills and no
        ledger has.

    Fix (headgate):
        journal: {fsync: interval}

    Pass:
        - gate:
            data: ./data

    Fail:
        - gate:
            journal: {fsync: never}

    Unknown:
        - gate:
            journal: {fsync: !unknown "later"}
    """
    value = look(gate.properties, "journal", "fsync")
    quote = Quote(gate, "journal.fsync", value)
    how = word(value) or "interval"
    return failed("fsync is never", quote) if how == "never" else passed(f"fsync is {how}", quote)
