"""Credentials that travel on: see the rule."""

import re
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.authentication import VALIDATIONS
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.view import Place, View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict

_FOR_MODELS = re.compile(r"cognitiveservices\.|ai\.azure\.com", re.IGNORECASE)


@rule(
    id="POL-031",
    severity="medium",
    bullet="identity.entra",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/set-header-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def callers_credential_travels_on(seen: View, _: Graph) -> Verdict:
    """The credential of the caller travels on to the models.

    Why:
        The gateway calls with a key of its own and leaves the caller's Authorization where it is: the token that was meant
        for the gateway reaches another service, and its logs.

    Fix (policy):
        <set-header name="Authorization" exists-action="delete" />

    Pass:
        <policies><inbound><validate-jwt header-name="Authorization" /><set-header name="Authorization" exists-action="delete" />
          <set-header name="api-key" exists-action="override"><value>{{openai-key}}</value></set-header></inbound></policies>

    Pass (the gateway's own token takes its place):
        <policies><inbound><authentication-managed-identity resource="https://cognitiveservices.azure.com" /></inbound></policies>

    Fail:
        <policies><inbound><validate-jwt header-name="Authorization" /><set-header name="api-key" exists-action="override"><value>{{openai-key}}</value></set-header></inbound></policies>

    Fail (a token in a variable takes nobody's place):
        <policies><inbound><validate-jwt header-name="Authorization" />
          <authentication-managed-identity resource="https://cognitiveservices.azure.com" output-token-variable-name="token" />
          <set-header name="x-token" exists-action="override"><value>@((string)context.Variables["token"])</value></set-header></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    keys = [place for place in seen.sent_on("set-header") if place.node.get("name").lower() == "api-key"]
    keys = [place for place in keys if place.node.get("exists-action") != "delete" and place.section != "outbound"]
    validated = [place for place in seen.named(*VALIDATIONS) if place.node.name != "validate-client-certificate"]
    identities = seen.named("authentication-managed-identity")
    kept_apart = [place for place in identities if place.node.get("output-token-variable-name")]
    replaced = len(kept_apart) < len(identities) or any(_replaces(place) for place in seen.sent_on("set-header"))
    own = keys + [place for place in kept_apart if _FOR_MODELS.search(place.node.get("resource"))]
    faults = [] if replaced or not validated else [quote(seen, one, "Authorization stays") for one in own]
    return conclude(
        faults,
        bad="the caller's Authorization is sent on beside the gateway's own credential",
        good="the caller's Authorization is taken out or replaced",
        concerned=bool((identities and replaced) or (keys and validated)),
        beside="it sends no credential of its own beside a caller's token",
    )


def _replaces(place: Place) -> bool:
    """Whether an element takes the caller's Authorization out, or puts another in its place."""
    header = place.node.get("name").lower() == "authorization" and place.section != "outbound"
    return header and place.node.get("exists-action", "override").lower() in {"override", "delete"}
