"""Tokens of two versions: see the rule."""

import re
from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.policy.judging import conclude, of_view, quote
from headgate.audit.policy.node import Node
from headgate.audit.policy.view import View
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict

_ENTRA = re.compile(r"https://login\.(?:microsoftonline|windows)\.(?:com|net|us)/", re.IGNORECASE)


@rule(
    id="POL-005",
    severity="high",
    bullet="identity.entra",
    about="policy",
    references=("https://learn.microsoft.com/entra/identity-platform/access-tokens",),
    reviewed=date(2026, 11, 24),
)
@of_view
def issuer_of_other_version(seen: View, _: Graph) -> Verdict:
    """A token validation mixes versions 1.0 and 2.0 of Entra's tokens.

    Why:
        Version 1.0 is issued by https://sts.windows.net/TENANT/ and names the client in ``appid``, version 2.0 by
        https://login.microsoftonline.com/TENANT/v2.0 and names it in ``azp``. With the metadata of one and the issuer
        or the claim of the other, good tokens are refused, and people switch the validation off.

    Fix (policy):
        Use the metadata, the issuer and the claim of one version: /v2.0/.well-known/openid-configuration with
        https://login.microsoftonline.com/TENANT/v2.0 and azp. Or validate-azure-ad-token, which knows both.

    Pass:
        <policies><inbound><validate-jwt header-name="Authorization">
          <openid-config url="https://login.microsoftonline.com/{{tenant}}/v2.0/.well-known/openid-configuration" />
          <issuers><issuer>https://login.microsoftonline.com/{{tenant}}/v2.0</issuer></issuers>
        </validate-jwt></inbound></policies>

    Fail:
        <policies><inbound><validate-jwt header-name="Authorization">
          <openid-config url="https://login.microsoftonline.com/{{tenant}}/v2.0/.well-known/openid-configuration" />
          <issuers><issuer>https://sts.windows.net/{{tenant}}/</issuer></issuers>
        </validate-jwt></inbound></policies>

    Fail (the claim of the other version):
        <policies><inbound><validate-jwt header-name="Authorization">
          <openid-config url="https://login.microsoftonline.com/{{tenant}}/v2.0/.well-known/openid-configuration" />
          <required-claims><claim name="appid"><value>{{client}}</value></claim></required-claims>
        </validate-jwt></inbound></policies>

    Unknown:
        <policies><inbound><validate-jwt></policies>

    Not applicable:
        <policies><inbound><base /></inbound></policies>
    """
    validations = [place for place in seen.named("validate-jwt") if _metadata(place.node)]
    faults = [quote(seen, place, wrong) for place in validations if (wrong := _mixed(place.node))]
    return conclude(
        faults,
        bad="metadata, issuer and claims belong to different versions of the token",
        good="metadata, issuer and claims belong together",
        concerned=bool(validations),
        beside="it validates no token of Entra by its metadata",
    )


def _metadata(node: Node) -> list[str]:
    found = [one.get("url") for one in node.all("openid-config")]
    return [url for url in found if _ENTRA.match(url)]


def _mixed(node: Node) -> str:
    """Return what does not fit, in words; empty when all fits."""
    versions = {"2.0" if "/v2.0/" in url.lower() else "1.0" for url in _metadata(node)}
    issuers = [one.text for one in node.all("issuer") if one.text]
    told = {"1.0" for one in issuers if "sts.windows.net" in one.lower()}
    told |= {"2.0" for one in issuers if re.search(r"login\.microsoftonline\.\w+/.*/v2\.0", one, re.IGNORECASE)}
    if told and not versions & told:
        return f"metadata of version {min(versions)}, issuer of version {min(told)}: {issuers[0]}"
    accepted = versions | told
    claims = {one.get("name").lower() for one in node.all("claim")}
    if "appid" in claims and "azp" not in claims and accepted == {"2.0"}:
        return "version 2.0, and the claim appid, which only version 1.0 has"
    if "azp" in claims and "appid" not in claims and accepted == {"1.0"}:
        return "version 1.0, and the claim azp, which only version 2.0 has"
    return ""
