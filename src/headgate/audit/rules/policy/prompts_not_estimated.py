"""Prompts that slip through: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="POL-027",
    severity="low",
    bullet="use-cases.throttling",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/llm-token-limit-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def prompts_not_estimated(seen: View, _: Graph) -> Verdict:
    """A token limit lets prompts through that are over it.

    Why:
        With estimate-prompt-tokens="false" a prompt is counted when its answer is there: the one that breaks the limit has
        been paid for, and only those after it are refused.

    Fix (policy):
        estimate-prompt-tokens="true"

    Pass:
        <policies><inbound><llm-token-limit counter-key="@(context.Subscription.Id)" tokens-per-minute="1000" estimate-prompt-tokens="true" /></inbound></policies>

    Fail:
        <policies><inbound><llm-token-limit counter-key="@(context.Subscription.Id)" tokens-per-minute="1000" estimate-prompt-tokens="false" /></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    limits = seen.named("azure-openai-token-limit", "llm-token-limit")
    faults = [
        quote(seen, place, 'estimate-prompt-tokens="false"')
        for place in limits
        if place.node.get("estimate-prompt-tokens").lower() == "false"
    ]
    return conclude(
        faults,
        bad="prompts over the limit are sent, and counted afterwards",
        good="prompts are estimated before they are sent",
        concerned=bool(limits),
        beside="it limits no tokens",
    )
