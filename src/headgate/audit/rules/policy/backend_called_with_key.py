"""Keys where an identity would do: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="POL-030",
    severity="medium",
    bullet="identity.keys",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/authentication-managed-identity-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def backend_called_with_key(seen: View, _: Graph) -> Verdict:
    """The gateway calls the models with a key.

    Why:
        The key has to be stored, shared and regenerated, and works for whoever has it. The gateway has an identity of its
        own that needs none of this.

    Fix (policy):
        <authentication-managed-identity resource="https://cognitiveservices.azure.com" />

    Fix (az):
        az role assignment create --assignee GATEWAY --role "Cognitive Services OpenAI User" --scope ACCOUNT_ID

    Pass:
        <policies><inbound><authentication-managed-identity resource="https://cognitiveservices.azure.com" /></inbound></policies>

    Fail:
        <policies><inbound><set-header name="api-key" exists-action="override"><value>{{openai-key}}</value></set-header></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    keys = [
        place
        for place in seen.sent_on("set-header")
        if place.node.get("name").lower() == "api-key"
        and place.section in {"inbound", "backend", "fragment"}
        and any(one.text for one in place.node.all("value"))
    ]
    identities = seen.named("authentication-managed-identity")
    return conclude(
        [quote(seen, place, "api-key") for place in keys],
        bad="the header api-key is set",
        good="it calls with the identity of the gateway",
        concerned=bool(identities),
        beside="it sends no credential to the models",
    )
