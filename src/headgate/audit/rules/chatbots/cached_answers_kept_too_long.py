"""API Management keeps semantically cached answers for longer than a day."""

import re
from datetime import date
from typing import Final

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.policy import PolicyDocument
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

_STORE: Final = re.compile(r"<(?:azure-openai|llm)-semantic-cache-store\b[^>]*?\bduration\s*=\s*\"([^\"]*)\"")
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)


@rule(
    id="BOT-002",
    severity="medium",
    bullet="chatbots.cached-answers",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/azure-openai-semantic-cache-store-policy",),
    reviewed=date(2026, 11, 24),
)
def cached_answers_kept_too_long(policy: PolicyDocument, _: Graph) -> Verdict:
    """API Management keeps semantically cached answers for longer than a day.

    Why:
        The cache knows nothing of the documents behind an answer: only its duration bounds how stale it can
        be.

    Fix (policy):
        <azure-openai-semantic-cache-store duration="3600" />

    Pass:
        <policies><inbound><base /><azure-openai-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="emb" /></inbound><outbound><azure-openai-semantic-cache-store duration="3600" /></outbound></policies>

    Fail:
        <policies><inbound><base /><azure-openai-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="emb" /></inbound><outbound><azure-openai-semantic-cache-store duration="604800" /></outbound></policies>

    Unknown:
        <policies><inbound><base /><azure-openai-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="emb" /></inbound><outbound><azure-openai-semantic-cache-store duration="@(int.Parse((string)context.Variables[&quot;ttl&quot;]))" /></outbound></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    found = [match[1].strip() for match in _STORE.finditer(_COMMENT.sub("", policy.text))]
    if not found:
        return not_applicable("it stores no answers")
    computed = [one for one in found if not one.isdigit()]
    long = [one for one in found if one.isdigit() and int(one) > 86_400]
    quote = Quote(policy, "semantic-cache-store duration", ", ".join(found))
    if long:
        return failed(f"they are kept for {', '.join(long)} s", quote)
    if computed:
        return unknown(f"the duration is computed: {computed[0]}", quote)
    return passed(f"they are kept for {', '.join(found)} s", quote)
