"""Who says who they are: see the rule."""

import re
from collections.abc import Iterator
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.authentication import VALIDATIONS, authentication
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.node import Node
from headgate.audit.policy.reads import HeaderRead, headers_read, queries_read
from headgate.audit.policy.view import Guard, Place, View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict

_PERSON = re.compile(
    r"(?:x-)?(?:[a-z0-9]{1,20}-)?(?:(?:end|client|caller|customer|tenant|app|application|employee|principal|user|account|workload)[-_]?)+"
    r"(?:id|identifier|name|principal|upn|email|oid|role|roles|group|groups)|x-ms-client-principal|user|username|tenant|customer|caller|oid|upn|roles|groups"
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

    Fail (it is taken out of the request only afterwards):
        <policies><inbound><set-variable name="user" value="@(context.Request.Headers.GetValueOrDefault("x-apim-end-user-id", ""))" />
          <set-header name="x-apim-end-user-id" exists-action="delete" /></inbound></policies>

    Not applicable (the gateway itself has written it before):
        <policies><inbound><set-header name="x-user-id" exists-action="override"><value>@(context.Subscription.Id)</value></set-header>
          <set-variable name="user" value="@(context.Request.Headers.GetValueOrDefault("x-user-id", ""))" /></inbound></policies>

    Fail (a parameter that the caller chooses):
        <policies><inbound><llm-token-limit counter-key="@(context.Request.Url.Query.GetValueOrDefault("user", "none"))" tokens-per-minute="1000" /></inbound></policies>

    Fail (a token that nobody validates):
        <policies><inbound><set-variable name="user" value="@(context.Request.Headers.GetValueOrDefault("Authorization", "").AsJwt()?.Subject)" /></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    validated = authentication(seen.document, graph).state == "always" and bool(seen.named(*VALIDATIONS))
    reads = list(_reads(seen))
    faults = [
        quote(seen, place, f"believes {one.name}", one.line)
        for place, one, text in reads
        if _PERSON.fullmatch(one.name) or (one.name == "authorization" and "AsJwt" in text and not validated)
    ]
    counted = [
        (place, name)
        for place in seen.places
        for text, _ in place.node.expressions()
        if place.node.name == "vary-by" or place.node.get("counter-key") == text.strip()
        for name in queries_read(text)
        if _PERSON.fullmatch(name)
    ]
    faults += [quote(seen, place, f"believes the parameter {name}") for place, name in counted]
    return conclude(
        faults,
        bad="who calls is taken from the request as it says",
        good="no header is believed about who calls",
        concerned=bool(reads or counted or seen.named(*VALIDATIONS)),
        beside="it neither reads headers nor validates tokens",
    )


def _reads(seen: View) -> Iterator[tuple[Place, HeaderRead, str]]:
    """Yield what is read of the request's headers, except of those that the policy itself has written before."""
    written: list[tuple[str, tuple[Guard, ...]]] = []
    looked_at: set[int] = set()
    for place in seen.places:
        if place.section not in {"inbound", "fragment"} or place.node.name in VALIDATIONS:
            continue
        setting = place.node.name == "set-header" and _overwrites(place.node)
        for node in (place.node, *place.node.all()) if setting else (place.node,):
            if id(node) in looked_at:
                continue
            looked_at.add(id(node))
            for text, line in node.expressions():
                for one in headers_read(text, line):
                    if one.request and not _written(one.name, place, written):
                        yield place, one, text
        if setting:
            written.append((place.node.get("name").lower(), place.guards))


def _overwrites(node: Node) -> bool:
    return node.get("exists-action", "override").lower() in {"override", "delete"}


def _written(name: str, place: Place, written: list[tuple[str, tuple[Guard, ...]]]) -> bool:
    """Whether the policy has written a header wherever a place runs."""
    return any(name == one and guards == place.guards[: len(guards)] for one, guards in written)
