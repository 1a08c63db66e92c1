"""A certificate of API Management ends soon, or has ended."""

import datetime
from collections.abc import Iterator
from datetime import date, timedelta

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, Value, look
from headgate.audit.rule import rule
from headgate.audit.setting import setting
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

AHEAD = timedelta(days=30)
_LISTS = ("hostnameConfigurations", "certificates")


@rule(
    id="NET-032",
    severity="medium",
    bullet="security.apim-route",
    about="microsoft.apimanagement/service",
    references=("https://learn.microsoft.com/azure/api-management/configure-custom-domain",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000051",)},
)
def gateway_certificate_expires_soon(resource: Resource, graph: Graph) -> Verdict:
    """A certificate of API Management ends soon, or has ended.

    Why:
        On that day every client refuses the gateway at once. A certificate that API Management reads from Key Vault is renewed by
        itself.

    Fix (bicep):
        hostnameConfigurations: [ { type: 'Proxy', hostName: 'ai.example.com', keyVaultId: '${vault.properties.vaultUri}secrets/gateway' } ]

    Fix (az):
        az apim update --name APIM --resource-group GROUP --set hostnameConfigurations[0].keyVaultId=https://VAULT.vault.azure.net/secrets/gateway

    Pass:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {hostnameConfigurations: [{hostName: ai.example.com, certificate: {expiry: '2027-11-24T00:00:00Z'}}]}

    Fail:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {hostnameConfigurations: [{hostName: ai.example.com, certificate: {expiry: '2026-12-01T00:00:00Z'}}]}

    Unknown:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {hostnameConfigurations: [{hostName: ai.example.com, certificate: {expiry: !unknown "parameter 'expiry' has no value"}}]}

    Not applicable (none of its own):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {}
    """
    latest = graph.today + AHEAD
    doubt, fine = "", list[Quote]()
    for quote in _expiries(resource):
        day = _day(quote.value) if isinstance(quote.value, str) else None
        if isinstance(quote.value, Unknown):
            doubt = quote.value.reason
        elif day is None:
            doubt = "the date of its end cannot be read"
        elif day <= latest:
            return failed(f"a certificate {'ended' if day < graph.today else 'ends'} on {day}", quote)
        else:
            fine.append(quote)
    if doubt:
        return unknown(f"when a certificate ends cannot be told: {doubt}")
    if not fine:
        return not_applicable("no certificate of its own is in the evidence")
    return passed(f"its certificates hold beyond {latest}", *fine)


def _expiries(resource: Resource) -> Iterator[Quote]:
    for name in _LISTS:
        listed = setting(resource, name, default=[])
        if isinstance(listed, Unknown):
            yield Quote(resource, f"properties.{name}", listed)
        for number, one in enumerate(listed if isinstance(listed, list) else ()):
            found = look(one, "certificate", "expiry")
            if isinstance(found, str | Unknown):
                shown: Value = found
                yield Quote(resource, f"properties.{name}[{number}].certificate.expiry", shown)


def _day(text: str) -> date | None:
    try:
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).date()
    except ValueError:
        return None
