"""A key of a caller never expires, or has expired."""

from datetime import date

from headgate.audit.gates import section
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="IDN-091",
    severity="medium",
    bullet="identity.keys",
    about="gate",
    references=("https://learn.microsoft.com/azure/ai-services/rotate-keys",),
    reviewed=date(2026, 11, 24),
)
def gate_key_never_expires(gate: GateConfiguration, graph: Graph) -> Verdict:
    """A key of a caller never expires, or has expired.

    Why:
        A key without an end is regenerated when it has leaked. One past its end refuses the caller who
        still has it.

    Fix (headgate):
        keys: {support-bot-1: {sha256: …, expires: 2027-01-31}}

    Pass:
        - gate:
            keys: {bot: {sha256: aa, expires: "2027-03-31"}}

    Fail:
        - gate:
            keys: {bot: {sha256: aa}}

    Fail (past):
        - gate:
            keys: {bot: {sha256: aa, expires: "2026-01-31"}}

    Unknown:
        - gate:
            keys: !unknown "later"

    Not applicable:
        - gate:
            data: ./data
    """
    keys = section(gate, "keys")
    if not keys:
        return not_applicable("no keys are kept as code")
    endless = [name for name, key in keys.items() if not word(look(key, "expires"))]
    past = [name for name, key in keys.items() if "" < word(look(key, "expires")) < graph.today.isoformat()]
    quote = Quote(gate, "keys", ", ".join(sorted(keys)))
    if endless or past:
        said = [f"without an end: {', '.join(endless)}"] * bool(endless) + [f"past it: {', '.join(past)}"] * bool(past)
        return failed("; ".join(said), quote)
    return passed("each has an end that is to come", quote)
