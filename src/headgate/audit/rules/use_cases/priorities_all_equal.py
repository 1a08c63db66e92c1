"""All use cases have the same priority."""

from datetime import date

from headgate.audit.gates import section
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import look
from headgate.audit.openai import word
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed


@rule(
    id="USE-002",
    severity="low",
    bullet="use-cases.throttling",
    about="gate",
    references=("https://learn.microsoft.com/azure/architecture/ai-ml/guide/azure-openai-gateway-guide",),
    reviewed=date(2026, 11, 24),
)
def priorities_all_equal(gate: GateConfiguration, _: Graph) -> Verdict:
    """All use cases have the same priority.

    Why:
        When capacity is short, a nightly batch then takes as much of it as the bot that people are waiting
        for.

    Fix (headgate):
        use_cases: {nightly: {priority: background}}

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
            use_cases:
              a: {callers: [key:a], models: [chat], priority: high, limits: {tokens_per_minute: 1000}, budget: {amount: 5}}
    """
    cases = section(gate, "use_cases")
    quote = Quote(gate, "use_cases", ", ".join(sorted(cases)))
    if not cases:
        return not_applicable("it has no use cases")

    if len(cases) < 2:
        return not_applicable("there is one use case")
    given = {word(look(case, "priority")) or "normal" for case in cases.values()}
    if len(given) > 1:
        return passed(f"there are {', '.join(sorted(given))}", quote)
    return failed(f"all {len(cases)} are {given.pop()}", quote)
