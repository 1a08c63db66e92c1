"""Tokens of strangers: see the rule."""

import re
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote, shown
from headgate.audit.policy.node import Node
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict

_ANY_TENANT = re.compile(r"login\.microsoftonline\.com/(?:common|organizations|consumers)/", re.IGNORECASE)


@rule(
    id="POL-034",
    severity="high",
    bullet="identity.entra",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def any_tenant_accepted(seen: View, _: Graph) -> Verdict:
    """Tokens of every tenant are accepted.

    Why:
        The tenants common and organizations stand for all there are: anybody with an Entra account of any company, or of
        none, gets a token that passes.

    Fix (policy):
        tenant-id="{{tenant}}", or <required-claims><claim name="tid"><value>{{tenant}}</value></claim></required-claims>

    Pass:
        <policies><inbound><validate-azure-ad-token tenant-id="{{tenant}}" /></inbound></policies>

    Fail:
        <policies><inbound><validate-azure-ad-token tenant-id="common"><audiences><audience>api://gateway</audience></audiences></validate-azure-ad-token></inbound></policies>

    Fail (by its metadata):
        <policies><inbound><validate-jwt header-name="Authorization"><openid-config url="https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration" /></validate-jwt></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    validations = seen.named("validate-azure-ad-token", "validate-jwt")
    faults = [quote(seen, place, wide) for place in validations if (wide := _tenants(place.node))]
    return conclude(
        faults,
        bad="every tenant is accepted",
        good="tenants are named",
        concerned=bool(validations),
        beside="it validates no tokens",
    )


def _tenants(node: Node) -> str:
    """Return what lets every tenant in; empty when the tenants are named."""
    if any(one.get("name").lower() in {"tid", "iss"} for one in node.all("claim")):
        return ""
    if any(one.text for one in node.all("issuer")):
        return ""
    if node.get("tenant-id").lower() in {"common", "organizations", "consumers"}:
        return f'tenant-id="{node.get("tenant-id")}"'
    found = next((one.get("url") for one in node.all("openid-config") if _ANY_TENANT.search(one.get("url"))), "")
    return shown(found)
