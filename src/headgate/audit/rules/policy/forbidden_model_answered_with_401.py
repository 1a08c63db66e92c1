"""401 for what is forbidden: see the rule."""

import re
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict

_MODEL = re.compile(r"deployment-?id|model", re.IGNORECASE)


@rule(
    id="POL-042",
    severity="low",
    bullet="use-cases.throttling",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/return-response-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def forbidden_model_answered_with_401(seen: View, _: Graph) -> Verdict:
    """A caller who may not use a model is told that the credential is wrong.

    Why:
        401 makes clients renew their token and ask again, for ever: nothing is wrong with it. 403 says what is the matter.

    Fix (policy):
        <set-status code="403" reason="This use case may not use the model" />

    Pass:
        <policies><inbound><choose><when condition="@(context.Request.MatchedParameters["deployment-id"] != "gpt-4o")">
          <return-response><set-status code="403" /></return-response></when></choose></inbound></policies>

    Fail:
        <policies><inbound><choose><when condition="@(context.Request.MatchedParameters["deployment-id"] != "gpt-4o")">
          <return-response><set-status code="401" /></return-response></when></choose></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    refusals = [
        (place, status)
        for place in seen.named("return-response")
        if place.guards and _MODEL.search(place.guards[-1].condition)
        for status in place.node.all("set-status")
        if status.get("code") in {"401", "403"}
    ]
    faults = [
        quote(seen, place, 'code="401"', status.line) for place, status in refusals if status.get("code") == "401"
    ]
    return conclude(
        faults,
        bad="a model that is not allowed is refused with 401",
        good="a model that is not allowed is refused with 403",
        concerned=bool(refusals),
        beside="it refuses no models",
    )
