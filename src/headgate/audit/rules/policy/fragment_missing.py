"""Fragments that are not there: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.policy import FRAGMENT
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict, unknown


@rule(
    id="POL-024",
    severity="high",
    bullet="security.apim-route",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/policy-fragments",),
    reviewed=date(2026, 11, 24),
)
@of_view
def fragment_missing(seen: View, graph: Graph) -> Verdict:
    """A policy includes a fragment that does not exist.

    Why:
        The service refuses a policy whose fragment is missing, and keeps the one it had: what was to be put into force is
        not.

    Fix (policy):
        Deploy the fragment before the policy, under the id that the policy names.

    Pass:
        - policy: <policies><inbound><include-fragment fragment-id="tokens" /></inbound></policies>
        - {type: Microsoft.ApiManagement/service/policyFragments, name: apim/tokens, properties: {value: <fragment><base /></fragment>}}

    Fail:
        - policy: <policies><inbound><include-fragment fragment-id="tokns" /></inbound></policies>
        - {type: Microsoft.ApiManagement/service/policyFragments, name: apim/tokens, properties: {value: <fragment><base /></fragment>}}

    Unknown (fragments are not in the evidence):
        <policies><inbound><include-fragment fragment-id="tokens" /></inbound></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    includes = seen.named("include-fragment")
    missing = [quote(seen, place, place.node.get("fragment-id")) for place in seen.missing]
    if missing and not graph.absence_counts(FRAGMENT):
        return unknown(f"the fragment {missing[0].value} is not in the evidence", *missing)
    return conclude(
        missing,
        bad="no such fragment is in the set-up",
        good="every fragment that it includes is there",
        concerned=bool(includes),
        beside="it includes no fragments",
    )
