"""Policies without base: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.policy import SERVICE
from headgate.audit.policy.judging import conclude, of_view
from headgate.audit.policy.view import SECTIONS, View
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, not_applicable


@rule(
    id="POL-025",
    severity="medium",
    bullet="security.apim-route",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/set-edit-policies",),
    also={"psrule": ("AZR-000371",), "azure-policy": ("d5448c98",)},
    reviewed=date(2026, 11, 24),
)
@of_view
def outer_policies_switched_off(seen: View, _: Graph) -> Verdict:
    """A policy leaves out what outer scopes have set.

    Why:
        Without <base /> the policies of the product, the workspace and the whole service do not run: a check that the
        service makes for all APIs is not made for this one.

    Fix (policy):
        <inbound><base />…</inbound>

    Pass:
        <policies><inbound><base /></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>

    Pass (it sends on by itself):
        <policies><inbound><base /></inbound><backend><forward-request timeout="60" /></backend></policies>

    Fail:
        <policies><inbound><set-backend-service backend-id="east" /></inbound></policies>

    Unknown:
        <policies><inbound><base /></policies>

    Not applicable:
        - policy: <policies><inbound><cors /></inbound></policies>
          type: microsoft.apimanagement/service/policies
          name: apim/policy
    """
    if seen.root.name == "fragment":
        return not_applicable("a fragment has no scopes around it")
    if seen.document.type == f"{SERVICE}/policies" or _is_outermost(seen):
        return not_applicable("it is the outermost policy")
    if any(place.section == "inbound" and not place.guards for place in seen.named("return-response")):
        return not_applicable("it answers by itself, and nothing of it or around it runs after that")
    based = {place.section for place in seen.named("base")}
    based |= {place.section for place in seen.named("forward-request", "return-response") if place.section == "backend"}
    faults = [
        Quote(seen.document, f"line {section.line}", f"<{section.name}>")
        for section in seen.root.children
        if section.name in SECTIONS and section.name not in based
    ]
    return conclude(
        faults,
        bad="the policies of outer scopes do not run",
        good="every section lets the policies of outer scopes run",
        concerned=True,
        beside="",
    )


def _is_outermost(seen: View) -> bool:
    """Whether a file looks like the policy of the whole service: it sends on by itself, and has no outer policies."""
    sends = any(place.section == "backend" and not place.guards for place in seen.named("forward-request"))
    return seen.document.scope is None and sends and not seen.named("base")
