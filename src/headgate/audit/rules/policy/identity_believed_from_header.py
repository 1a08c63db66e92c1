"""Who says who they are: see the rule."""

import re
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.authentication import VALIDATIONS, authentication
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.reads import headers_read
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict

_PERSON = re.compile(
    r"(?:x-)?(?:ms-)?(?:(?:end|client|caller|customer|tenant|app|application|employee|principal|user|account)[-_]?)+"
    r"(?:id|name|principal|upn|email|oid|role|roles|group|groups)|x-ms-client-principal|user|oid|upn|roles|groups"
)


@rule(
    id="POL-022",
    severity="high",
    bullet="identity.isolation",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/validate-jwt-policy",),
    reviewed=date(2026, 11, 24),
)
@of_view
def identity_believed_from_header(seen: View, graph: Graph) -> Verdict:
    """A policy takes who is calling from a header that nobody has validated.

    Why:
        A caller writes into userId whatever it likes: limits, logs and the ownership of conversations then follow a name
        that anybody can take. A token that is read without being validated is no better.

    Fix (policy):
        Take it from the validated token: validate-azure-ad-token with output-token-variable-name="jwt", then
        ((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("oid", "").

    Pass:
        <policies><inbound><validate-azure-ad-token tenant-id="{{tenant}}" output-token-variable-name="jwt" />
          <set-variable name="user" value="@(((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("oid", ""))" /></inbound></policies>

    Fail:
        <policies><inbound><set-variable name="user" value="@(context.Request.Headers.GetValueOrDefault("userId", ""))" /></inbound></policies>

    Fail (a limit that the caller chooses):
        <policies><inbound><llm-token-limit counter-key="@(context.Request.Headers.GetValueOrDefault("x-tenant-id", "none"))" tokens-per-minute="1000" /></inbound></policies>

    Fail (a token that nobody validates):
        <policies><inbound><set-variable name="user" value="@(context.Request.Headers.GetValueOrDefault("Authorization", "").AsJwt()?.Subject)" /></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    validated = authentication(seen.document, graph).state == "always" and bool(seen.named(*VALIDATIONS))
    own = {place.node.get("name").lower() for place in seen.named("set-header") if place.section == "inbound"}
    reads = [
        (place, one, text)
        for place in seen.places
        if place.section in {"inbound", "fragment"} and place.node.name not in VALIDATIONS
        for text, line in place.node.expressions()
        for one in headers_read(text, line)
        if one.request
    ]
    faults = [
        quote(seen, place, f"believes {one.name}", one.line)
        for place, one, text in reads
        if (_PERSON.fullmatch(one.name) and one.name not in own)
        or (one.name == "authorization" and "AsJwt" in text and not validated)
    ]
    return conclude(
        faults,
        bad="who calls is taken from the request as it says",
        good="no header is believed about who calls",
        concerned=bool(reads or seen.named(*VALIDATIONS)),
        beside="it neither reads headers nor validates tokens",
    )
