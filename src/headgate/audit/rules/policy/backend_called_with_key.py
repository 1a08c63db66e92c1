"""Keys where an identity would do: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, faces_models, of_view, quote
from headgate.audit.policy.view import Place, View
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
def backend_called_with_key(seen: View, graph: Graph) -> Verdict:
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

    Fail (under the name that AI services take as well):
        <policies><inbound><set-backend-service base-url="https://oai.openai.azure.com/openai" />
          <set-header name="Ocp-Apim-Subscription-Key" exists-action="override"><value>{{key}}</value></set-header></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    models = faces_models(seen, graph)
    keys = [place for place in seen.sent_on("set-header", "set-query-parameter") if _is_key(place, models=models)]
    identities = seen.named("authentication-managed-identity")
    return conclude(
        [quote(seen, place, place.node.get("name")) for place in keys],
        bad="the models are called with a key",
        good="it calls with the identity of the gateway",
        concerned=bool(identities),
        beside="it sends no credential to the models",
    )


def _is_key(place: Place, *, models: bool) -> bool:
    """Whether an element sends a key on: under the name that only models take, or under others where they are called."""
    names = {"api-key", "ocp-apim-subscription-key", "subscription-key"} if models else {"api-key"}
    sent = place.section in {"inbound", "backend", "fragment"} and place.node.get("name").lower() in names
    return sent and any(one.text for one in place.node.all("value"))
