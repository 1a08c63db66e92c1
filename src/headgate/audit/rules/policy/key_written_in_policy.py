"""Keys in plain text: see the rule."""

import re
from datetime import date

from headgate.audit.access.role import GUID
from headgate.audit.graph.graph import Graph
from headgate.audit.policy.csharp import inside
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.node import Node, is_expression
from headgate.audit.policy.secrets import HEADERS
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.secrets import sounds_secret
from headgate.audit.verdict import Verdict

_KEY = re.compile(r"[A-Za-z0-9_\-+/=.]{20,}")

_LENGTH = 24
_DIGITS = 4
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PARAMETER = re.compile(r"[?&](api-key|subscription-key|code|sig|key)=([^&\s]+)", re.IGNORECASE)


@rule(
    id="POL-029",
    severity="critical",
    bullet="identity.keys",
    about="policy",
    references=("https://learn.microsoft.com/azure/api-management/api-management-howto-properties",),
    reviewed=date(2026, 11, 24),
)
@of_view
def key_written_in_policy(seen: View, _: Graph) -> Verdict:
    """A key stands in a policy in plain text.

    Why:
        Policies are in repositories, in exports and in the portal: everybody who reads one can call the models.

    Fix (policy):
        <authentication-managed-identity resource="https://cognitiveservices.azure.com" />, and no key at all.

    Fix (az):
        az apim nv create --named-value-id openai-key --secret true …, and regenerate the key that was written here.

    Pass:
        <policies><inbound><authentication-managed-identity resource="https://cognitiveservices.azure.com" /></inbound></policies>

    Pass (a named value):
        <policies><inbound><set-header name="api-key" exists-action="override"><value>{{openai-key}}</value></set-header></inbound></policies>

    Fail:
        <policies><inbound><set-header name="api-key" exists-action="override"><value>0123456789abcdef0123456789abcdef</value></set-header></inbound></policies>

    Fail (in a variable):
        <policies><inbound><set-variable name="api-key" value="0000000000000000000000000000notakey" /></inbound></policies>

    Fail (in an expression):
        <policies><inbound><set-header name="Authorization" exists-action="override"><value>@("Bearer " + "0000000000000000000000000000notakey")</value></set-header></inbound></policies>

    Pass (a name in an expression):
        <policies><inbound><set-header name="Authorization" exists-action="override"><value>@(context.Request.Headers.GetValueOrDefault("x-amz-content-sha256", ""))</value></set-header></inbound></policies>

    Fail (in an address):
        <policies><inbound><set-backend-service base-url="https://oai.openai.azure.com/openai?api-key=0000000000000000000000000000notakey" /></inbound></policies>

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    headers = [place for place in seen.named("set-header") if place.node.get("name").lower() in HEADERS]
    logins = seen.named("authentication-basic", "authentication-managed-identity")
    variables = [place for place in seen.named("set-variable") if sounds_secret(place.node.get("name"))]
    addresses = [place for place in seen.places if _parameter(_address(place.node))]
    written = [
        quote(seen, place, f"{place.node.get('name')}: (not shown)")
        for place in headers
        if any(_holds_key(one.text) for one in place.node.all("value"))
    ]
    written += [quote(seen, place, "password: (not shown)") for place in logins if _is_key(place.node.get("password"))]
    written += [
        quote(seen, place, f"{place.node.get('name')}: (not shown)")
        for place in variables
        if _holds_key(place.node.get("value"))
    ]
    written += [quote(seen, place, f"{_parameter(_address(place.node))}: (not shown)") for place in addresses]
    return conclude(
        written,
        bad="a key is written in the policy",
        good="no key is written in the policy",
        concerned=bool(headers or logins or variables),
        beside="it sends no credential",
    )


def _address(node: Node) -> str:
    """Return the address that an element sends to."""
    return node.get("base-url") if node.name == "set-backend-service" else node.text if node.name == "set-url" else ""


def _parameter(address: str) -> str:
    """Return the parameter of an address that is a key, by its name."""
    return next((name for name, value in _PARAMETER.findall(address) if _is_key(value)), "")


def _holds_key(text: str) -> bool:
    """Whether a text is a key, or an expression holds one in quotes."""
    if not is_expression(text):
        return _is_key(text)
    return any(_is_key(one) and _is_no_word(one) for one in _QUOTED.findall(inside(text)))


def _is_no_word(text: str) -> bool:
    """Whether a text in code is a key rather than a name: long, with many digits, and no GUID."""
    return len(text) >= _LENGTH and sum(letter.isdigit() for letter in text) >= _DIGITS and not GUID.fullmatch(text)


def _is_key(text: str) -> bool:
    bare = text.strip().removeprefix("Bearer ").strip()
    return bool(_KEY.fullmatch(bare)) and any(letter.isdigit() for letter in bare)
