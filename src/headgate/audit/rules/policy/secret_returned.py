"""Secrets in answers: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.secrets import secret_in, secret_variables
from headgate.audit.policy.view import Place, View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="POL-021",
    severity="high",
    bullet="identity.keys",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/set-header-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def secret_returned(seen: View, _: Graph) -> Verdict:
    """A policy returns a secret to the caller.

    Why:
        A header set on the way out, or a body that is returned, reaches the caller: with the gateway's token the caller can
        go to the models directly.

    Fix (policy):
        Take the header out; for debugging use the trace of the service.

    Pass:
        <policies><outbound><set-header name="x-region"><value>@(context.Deployment.Region)</value></set-header></outbound></policies>

    Fail:
        <policies><inbound><authentication-managed-identity resource="https://cognitiveservices.azure.com" output-token-variable-name="token" /></inbound>
        <outbound><set-header name="x-debug"><value>@((string)context.Variables["token"])</value></set-header></outbound></policies>

    Fail (in an answer of the gateway's own):
        <policies><inbound><authentication-managed-identity resource="r" output-token-variable-name="token" />
          <return-response><set-body>@((string)context.Variables["token"])</set-body></return-response></inbound></policies>

    Fail (a named value):
        <policies><outbound><set-header name="x-key" exists-action="override"><value>{{openai-key}}</value></set-header></outbound></policies>

    Unknown:
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    tainted = secret_variables(seen)
    answers = {id(node) for place in seen.named("return-response") for node in place.node.all()}
    returned = [
        place for place in seen.sent_on("set-header", "set-body") if _goes_out(place) or id(place.node) in answers
    ]
    faults = [
        quote(seen, place, f"{place.node.name} {place.node.get('name')} has {what}".replace("  ", " "))
        for place in returned
        for node in (place.node, *place.node.all())
        if (what := secret_in(node, tainted))
    ]
    return conclude(
        faults,
        bad="a secret goes to the caller",
        good="no key and no token is in what is returned",
        concerned=bool(returned),
        beside="it sets nothing on the way out",
    )


def _goes_out(place: Place) -> bool:
    return place.section in {"outbound", "on-error"} and place.retry is None
