"""Behind Front Door, or not: see the rule."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.reads import headers_read
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict

_FROM_FRONT_DOOR = {"x-azure-clientip", "x-azure-socketip", "x-forwarded-for"}


@rule(
    id="POL-023",
    severity="medium",
    bullet="security.apim-route",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/front-door-api-management",),
    reviewed=date(2026, 11, 24),
)
@of_view
def front_door_headers_believed(seen: View, _: Graph) -> Verdict:
    """Headers of Front Door are believed without a look at its id.

    Why:
        X-Azure-ClientIP, X-Azure-SocketIP and X-Forwarded-For are true only if the request came through your Front Door.
        Who reaches the gateway directly, or through a Front Door of their own, writes them as they like.

    Fix (policy):
        <check-header name="X-Azure-FDID" failed-check-httpcode="403"><value>{{front-door-id}}</value></check-header>

    Pass:
        <policies><inbound><check-header name="X-Azure-FDID" failed-check-httpcode="403"><value>{{front-door-id}}</value></check-header>
          <rate-limit-by-key calls="10" renewal-period="60" counter-key="@(context.Request.Headers.GetValueOrDefault("X-Azure-ClientIP", ""))" /></inbound></policies>

    Fail:
        <policies><inbound><rate-limit-by-key calls="10" renewal-period="60" counter-key="@(context.Request.Headers.GetValueOrDefault("X-Forwarded-For", ""))" /></inbound></policies>

    Fail (any id will do):
        <policies><inbound><check-header name="X-Azure-FDID" failed-check-httpcode="403" /></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    checks = [place for place in seen.named("check-header") if place.node.get("name").lower() == "x-azure-fdid"]
    empty = [quote(seen, place) for place in checks if not any(one.text for one in place.node.all("value"))]
    reads = [
        quote(seen, place, f"believes {one.name}", one.line)
        for place in seen.places
        if place.section in {"inbound", "fragment"}
        for text, line in place.node.expressions()
        for one in headers_read(text, line)
        if one.request and one.name in _FROM_FRONT_DOOR
    ]
    own = any(
        one.name == "x-azure-fdid"
        for place in seen.places
        for t, n in place.node.expressions()
        for one in headers_read(t, n)
    )
    return conclude(
        empty or ([] if checks or own else reads),
        bad="nothing shows that the request came through your Front Door",
        good="the id of the Front Door is checked",
        concerned=bool(checks or reads),
        beside="it neither checks nor believes headers of Front Door",
    )
