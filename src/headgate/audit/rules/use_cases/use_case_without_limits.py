"""A use case has no limit of tokens, requests or concurrency."""

from datetime import date

from headgate.audit.gates import section
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look, present
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="USE-001",
    severity="medium",
    bullet="capacity.throttling",
    about="gate",
    references=("https://learn.microsoft.com/azure/architecture/ai-ml/guide/azure-openai-gateway-guide",),
    reviewed=date(2026, 11, 24),
)
def use_case_without_limits(gate: GateConfiguration, _: Graph) -> Verdict:
    """A use case has no limit of tokens, requests or concurrency.

    Why:
        One loop in one application then takes the quota of all others.

    Fix (headgate):
        use_cases: {support-bot: {limits: {tokens_per_minute: 200000}}}

    Pass:
        - gate:
            use_cases:
              a: {callers: [key:a], models: [chat], priority: high, limits: {tokens_per_minute: 1000}, budget: {amount: 5}}

    Fail:
        - gate:
            use_cases:
              a: {callers: [key:a], models: [chat]}

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

    free = [name for name, case in cases.items() if not present(look(case, "limits"))]
    return failed(f"{', '.join(free)} have none", quote) if free else passed("each has some", quote)
