"""Tokens for anybody: see the rule."""

import re
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.node import Node
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict

_ENTRA = re.compile(r"https://login\.(?:microsoftonline|windows)\.", re.IGNORECASE)
_FOREIGN = re.compile(
    r"management\.(?:core\.windows\.net|azure\.com)|graph\.(?:microsoft\.com|windows\.net)"
    r"|00000003-0000-0000-c000-000000000000|797f4846-ba00-4fd7-ba43-dac1f8f63013",
    re.IGNORECASE,
)
"""Resource Manager and Graph, by address and by id."""


@rule(
    id="POL-032",
    severity="high",
    bullet="identity.entra",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def token_for_another_service_accepted(seen: View, _: Graph) -> Verdict:
    """Tokens that were made for another service are accepted.

    Why:
        Every developer can get a token for https://management.azure.com, and every application one for Graph. A gateway
        that takes these, or asks for no audience at all, lets in all of the tenant.

    Fix (policy):
        <audiences><audience>api://gateway</audience></audiences>, the application that stands for this gateway.

    Pass:
        <policies><inbound><validate-azure-ad-token tenant-id="{{tenant}}"><audiences><audience>api://gateway</audience></audiences></validate-azure-ad-token></inbound></policies>

    Pass (the clients are named):
        <policies><inbound><validate-azure-ad-token tenant-id="{{tenant}}"><client-application-ids><application-id>{{client}}</application-id></client-application-ids></validate-azure-ad-token></inbound></policies>

    Fail:
        <policies><inbound><validate-azure-ad-token tenant-id="{{tenant}}"><audiences><audience>https://management.azure.com/</audience></audiences></validate-azure-ad-token></inbound></policies>

    Fail (no audience):
        <policies><inbound><validate-jwt header-name="Authorization"><openid-config url="https://login.microsoftonline.com/t/v2.0/.well-known/openid-configuration" /></validate-jwt></inbound></policies>

    Fail (a claim that every token has):
        <policies><inbound><validate-jwt header-name="Authorization"><openid-config url="https://login.microsoftonline.com/t/v2.0/.well-known/openid-configuration" /><required-claims><claim name="oid" /></required-claims></validate-jwt></inbound></policies>

    Pass (the role is named):
        <policies><inbound><validate-jwt header-name="Authorization"><openid-config url="https://login.microsoftonline.com/t/v2.0/.well-known/openid-configuration" /><required-claims><claim name="roles"><value>Gateway.Call</value></claim></required-claims></validate-jwt></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    validations = seen.named("validate-azure-ad-token", "validate-jwt")
    faults = [quote(seen, place, wrong) for place in validations if (wrong := _too_wide(place.node))]
    return conclude(
        faults,
        bad="tokens for other services are accepted",
        good="only tokens for this gateway are accepted",
        concerned=bool(validations),
        beside="it validates no tokens",
    )


def _too_wide(node: Node) -> str:
    """Return which tokens are accepted that should not be; empty when there are none."""
    audiences = [one.text for one in node.all("audience") if one.text]
    foreign = [one for one in audiences if _FOREIGN.search(one)]
    if foreign:
        return f"audience {foreign[0]}"
    named = any(one.text for one in node.all("application-id"))
    claimed = any(
        one.get("name").lower() not in {"tid", "iss", "ver"} and any(value.text for value in one.all("value"))
        for one in node.all("claim")
    )
    entra = node.name == "validate-azure-ad-token" or any(
        _ENTRA.match(one.get("url")) for one in node.all("openid-config")
    )
    return (
        "" if audiences or named or claimed or not entra else "no audience, no client, no value of a claim is asked for"
    )
