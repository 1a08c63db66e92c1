"""Authentication for some: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.value import MISSING, look, same
from headgate.audit.policy.authentication import VALIDATIONS, authentication
from headgate.audit.policy.judging import of_view, quote
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict, failed, not_applicable, passed, unknown


@rule(
    id="POL-003",
    severity="high",
    bullet="identity.entra",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def authentication_can_be_left_out(seen: View, graph: Graph) -> Verdict:
    """Tokens are validated on some ways through a policy only.

    Why:
        A condition over the request is in the caller's hand: who leaves the header out, or asks for another path, is
        not validated. A condition over a named value is in the hand of whoever deploys.

    Fix (policy):
        Validate outside of any condition, or refuse with 401 in <otherwise>.

    Pass:
        <policies><inbound><base /><validate-jwt header-name="Authorization" /></inbound></policies>

    Pass (the other way is refused):
        <policies><inbound><base /><choose>
          <when condition="@("{{tokens}}" == "on")"><validate-jwt header-name="Authorization" /></when>
          <otherwise><return-response><set-status code="401" /></return-response></otherwise>
        </choose></inbound></policies>

    Fail:
        - policy: |
            <policies><inbound><base /><choose>
              <when condition="@(context.Request.Headers.ContainsKey("Authorization"))"><validate-jwt header-name="Authorization" /></when>
            </choose></inbound></policies>
          scope: /subscriptions/template/resourcegroups/template/providers/microsoft.apimanagement/service/apim/apis/chat
        - type: Microsoft.ApiManagement/service/apis
          name: apim/chat
          properties: {subscriptionRequired: false}

    Unknown (a switch, and nobody knows how it stands):
        <policies><inbound><base /><choose>
          <when condition="@("{{tokens}}" == "on")"><validate-jwt header-name="Authorization" /></when>
        </choose></inbound></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    validations = seen.named(*VALIDATIONS)
    if not validations:
        return not_applicable("it validates no tokens")
    found = authentication(seen.document, graph)
    quotes = [quote(seen, place) for place in validations]
    if found.state == "always":
        return passed(f"{found.because} runs for every request", *quotes)
    if found.state == "never":
        return not_applicable("its validation never runs at all: see POL-002")
    api = graph.get(seen.document.scope) if seen.document.scope else None
    needs_key = MISSING if api is None else look(api.properties, "subscriptionRequired")
    if found.state == "sometimes" and "{{" not in found.because and api is not None:
        switched = any("{{" in guard.condition for place in validations for guard in place.guards)
        if not switched and same(needs_key, False) is True:
            return failed(f"{found.because}, and the API asks for no subscription key", *quotes)
    return unknown(f"{found.because}; what happens otherwise is not in the evidence", *quotes)
