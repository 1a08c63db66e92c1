"""API Management takes or speaks TLS older than 1.2."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look, same
from headgate.audit.rule import rule
from headgate.audit.setting import setting
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="NET-024",
    severity="medium",
    bullet="security.apim-route",
    about="microsoft.apimanagement/service",
    references=("https://learn.microsoft.com/azure/api-management/api-management-howto-manage-protocols-ciphers",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000054",)},
)
def gateway_takes_old_tls(resource: Resource, _: Graph) -> Verdict:
    """API Management takes or speaks TLS older than 1.2.

    Why:
        Tokens and prompts cross this connection; TLS 1.0, 1.1 and SSL 3.0 are broken.

    Fix (bicep):
        customProperties: {
          'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10': 'False'
          'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls11': 'False'
        }

    Fix (terraform):
        security { frontend_tls10_enabled = false, frontend_tls11_enabled = false }

    Pass:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          sku: {name: Premium, capacity: 1}
          properties: {customProperties: {Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10: "False"}}

    Fail:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          sku: {name: Premium, capacity: 1}
          properties: {customProperties: {Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10: "True"}}

    Fail (towards backends):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          sku: {name: Premium, capacity: 1}
          properties: {customProperties: {Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Ssl30: true}}

    Unknown:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          sku: {name: Premium, capacity: 1}
          properties: {customProperties: !unknown "parameter 'properties' has no value"}

    Not applicable (nothing is said):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          sku: {name: Premium, capacity: 1}
          properties: {}
    """
    given = setting(resource, "customProperties")
    if isinstance(given, Unknown):
        return unknown(f"its protocols cannot be told: {given.reason}")
    seen: list[Quote] = []
    for side in ("Security.Protocols", "Security.Backend.Protocols"):
        for protocol in ("Ssl30", "Tls10", "Tls11"):
            key = f"Microsoft.WindowsAzure.ApiManagement.Gateway.{side}.{protocol}"
            value = look(given, key)
            quote = Quote(resource, f"properties.customProperties.{key}", value)
            on = same(value, True)
            if isinstance(on, Unknown):
                return unknown(f"{protocol} cannot be told: {on.reason}", quote)
            if on:
                return failed(f"{protocol} is on", quote)
            if value:
                seen.append(quote)
    return (
        passed("old protocols are off", *seen)
        if seen
        else not_applicable("nothing is said of protocols; the defaults hang on tier and age")
    )
