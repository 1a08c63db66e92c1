"""Several applications share one use case."""

from datetime import date

from headgate.audit.gates import items, section
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="USE-005",
    severity="info",
    bullet="use-cases.service-principal",
    about="gate",
    references=("https://learn.microsoft.com/azure/architecture/ai-ml/guide/azure-openai-gateway-guide",),
    reviewed=date(2026, 11, 24),
)
def callers_share_a_use_case(gate: GateConfiguration, _: Graph) -> Verdict:
    """Several applications share one use case.

    Why:
        Each use case should have a service principal of its own: then what one of them uses is seen,
        limited and charged apart. Two keys of one application are fine, and worth a waiver.

    Fix (headgate):
        use_cases: {bot-a: {callers: ["entra-app:…1"]}, bot-b: {callers: ["entra-app:…2"]}}

    Pass:
        - gate:
            use_cases:
              a: {callers: [key:a], models: [chat], priority: high, limits: {tokens_per_minute: 1000}, budget: {amount: 5}}

    Fail:
        - gate:
            use_cases:
              a: {callers: ['entra-app:1', 'entra-app:2'], models: [chat]}

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

    shared = [
        name
        for name, case in cases.items()
        if len({word(one) for one in items(look(case, "callers")) if word(one).startswith("entra-app:")}) > 1
    ]
    return failed(f"several applications are in {', '.join(shared)}", quote) if shared else passed("none do", quote)
