"""API Management has no identity of its own."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown


@rule(
    id="IDN-018",
    severity="high",
    bullet="identity.entra",
    about="microsoft.apimanagement/service",
    references=("https://learn.microsoft.com/azure/api-management/api-management-howto-use-managed-service-identity",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("AZR-000053",)},
)
def gateway_without_identity(resource: Resource, _: Graph) -> Verdict:
    """API Management has no identity of its own.

    Why:
        Without one it can call models and read Key Vault with keys only.

    Fix (az):
        az apim update --name SERVICE --resource-group GROUP --enable-managed-identity true

    Fix (bicep):
        identity: { type: 'SystemAssigned' }

    Fix (terraform):
        identity { type = "SystemAssigned" }

    Pass:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          identity: {type: SystemAssigned}

    Fail:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod

    Fail (none):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          identity: {type: None}

    Unknown:
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          identity: {type: !unknown "parameter 'identity' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.ApiManagement/service
          name: apim-ai-prod
          existing: true
    """
    given = look(resource.identity, "type")
    quote = Quote(resource, "identity.type", given)
    if isinstance(given, Unknown):
        return unknown(f"its identity cannot be told: {given.reason}", quote)
    if isinstance(given, str) and given.lower() not in {"", "none"}:
        return passed(f"identity is {given}", quote)
    if resource.existing:
        return unknown("it is only referred to", quote)
    return failed("it has no identity", quote)
