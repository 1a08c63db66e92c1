"""Keys in plain text: see the rule."""

import re
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.secrets import HEADERS
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict

_KEY = re.compile(r"[A-Za-z0-9_\-+/=.]{20,}")


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

    Unknown (it cannot be read):
        <policies><inbound><base /></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    headers = [place for place in seen.named("set-header") if place.node.get("name").lower() in HEADERS]
    logins = seen.named("authentication-basic", "authentication-managed-identity")
    written = [
        quote(seen, place, f"{place.node.get('name')}: (not shown)")
        for place in headers
        if any(_is_key(one.text) for one in place.node.all("value"))
    ]
    written += [quote(seen, place, "password: (not shown)") for place in logins if _is_key(place.node.get("password"))]
    return conclude(
        written,
        bad="a key is written in the policy",
        good="no key is written in the policy",
        concerned=bool(headers or logins),
        beside="it sends no credential",
    )


def _is_key(text: str) -> bool:
    """Whether a value is a credential as it stands: long, and neither computed nor filled in later."""
    bare = text.strip().removeprefix("Bearer ").strip()
    return bool(_KEY.fullmatch(bare)) and any(letter.isdigit() for letter in bare)
