"""API Management takes weak ciphers."""

from datetime import date
from typing import Final

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, same
from headgate.audit.rule import rule
from headgate.audit.setting import setting
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

_PREFIX: Final = "microsoft.windowsazure.apimanagement.gateway.security.ciphers."
_WEAK: Final = ("tripledes168", "tls_rsa_", "_cbc_sha")
"""Parts of names: 3DES, keys that are exchanged without forward secrecy, and blocks chained with SHA-1 or padded."""


@rule(
    id="NET-035",
    severity="low",
    bullet="security.apim-route",
    about="microsoft.apimanagement/service",
    references=("https://learn.microsoft.com/azure/api-management/api-management-howto-manage-protocols-ciphers",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000055",)},
)
def gateway_takes_weak_ciphers(resource: Resource, _: Graph) -> Verdict:
    """API Management takes weak ciphers.

    Why:
        A connection is as strong as the weakest cipher that both sides take. Without forward secrecy, what is recorded today is read
        on the day the key leaks.

    Fix (bicep):
        customProperties: { 'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Ciphers.TripleDes168': 'False' }

    Fix (terraform):
        security { triple_des_ciphers_enabled = false }

    Pass:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {customProperties: {Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Ciphers.TripleDes168: 'False'}}

    Fail:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {customProperties: {Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Ciphers.TripleDes168: 'True'}}

    Fail (no forward secrecy):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {customProperties: {Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Ciphers.TLS_RSA_WITH_AES_128_GCM_SHA256: true}}

    Unknown:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {customProperties: !unknown "parameter 'ciphers' has no value"}

    Not applicable (nothing is said):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          properties: {}
    """
    given = setting(resource, "customProperties", default={})
    if isinstance(given, Unknown):
        return unknown(f"its ciphers cannot be told: {given.reason}")
    seen: list[Quote] = []
    doubt: Unknown | None = None
    weak: list[Quote] = []
    for key, value in given.items() if isinstance(given, dict) else ():
        name = key.lower().removeprefix(_PREFIX)
        if name == key.lower() or not any(part in name for part in _WEAK):
            continue
        seen.append(Quote(resource, f"properties.customProperties.{key}", value))
        on = same(value, True)
        if isinstance(on, Unknown):
            doubt = on
        elif on:
            weak.append(seen[-1])
    if weak:
        return failed(f"on are {', '.join(quote.path.rpartition('.')[2] for quote in weak)}", *weak)
    if doubt is not None:
        return unknown(f"its ciphers cannot be told: {doubt.reason}", *seen)
    if not seen:
        return not_applicable("nothing is said of ciphers; the defaults hang on tier and age")
    return passed("weak ciphers are off", *seen)
