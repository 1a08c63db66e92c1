"""A use case has no budget."""

from datetime import date

from headgate.audit.gates import section
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look, present
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="USE-003",
    severity="low",
    bullet="use-cases.review",
    about="gate",
    references=("https://learn.microsoft.com/azure/architecture/ai-ml/guide/azure-openai-gateway-guide",),
    reviewed=date(2026, 11, 24),
)
def use_case_without_budget(gate: GateConfiguration, _: Graph) -> Verdict:
    """A use case has no budget.

    Why:
        A review compares what was spent with what was meant to be. Without a budget there is nothing to
        compare with.

    Fix (headgate):
        use_cases: {support-bot: {budget: {amount: 500, per: month}}}

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

    free = [name for name, case in cases.items() if not present(look(case, "budget"))]
    return failed(f"{', '.join(free)} have none", quote) if free else passed("each has one", quote)
