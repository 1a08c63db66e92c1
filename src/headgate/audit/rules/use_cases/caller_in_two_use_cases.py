"""A caller belongs to two use cases."""

from datetime import date

from headgate.audit.gates import items, section
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="USE-004",
    severity="high",
    bullet="use-cases.service-principal",
    about="gate",
    references=("https://learn.microsoft.com/azure/architecture/ai-ml/guide/azure-openai-gateway-guide",),
    reviewed=date(2026, 11, 24),
)
def caller_in_two_use_cases(gate: GateConfiguration, _: Graph) -> Verdict:
    """A caller belongs to two use cases.

    Why:
        Its calls cannot be told apart: limits, budget and charge of one fall on the other.

    Fix (headgate):
        use_cases: {a: {callers: ["entra-app:…1"]}, b: {callers: ["entra-app:…2"]}}

    Pass:
        - gate:
            use_cases:
              a: {callers: [key:a], models: [chat], priority: high, limits: {tokens_per_minute: 1000}, budget: {amount: 5}}
              b: {callers: [key:b], models: [chat], priority: low, limits: {tokens_per_minute: 1000}, budget: {amount: 5}}

    Fail:
        - gate:
            use_cases:
              a: {callers: [key:a], models: [chat], priority: high, limits: {tokens_per_minute: 1000}, budget: {amount: 5}}
              b: {callers: [key:a], models: [chat], priority: high, limits: {tokens_per_minute: 1000}, budget: {amount: 5}}

    Unknown:
        - gate:
            use_cases: !unknown "later"

    Not applicable:
        - gate:
            data: ./data
    """
    cases = section(gate, "use_cases")
    quote = Quote(gate, "use_cases", ", ".join(sorted(cases)))
    if not cases:
        return not_applicable("it has no use cases")

    owners: dict[str, list[str]] = {}
    for name, case in cases.items():
        for caller in items(look(case, "callers")):
            owners.setdefault(word(caller), []).append(name)
    double = [f"{caller} in {' and '.join(names)}" for caller, names in owners.items() if len(set(names)) > 1]
    return failed("; ".join(double), quote) if double else passed(f"{len(owners)} callers, each in one", quote)
