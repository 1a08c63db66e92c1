"""A role assignment does not say what kind of principal it is for."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import DECLARING
from headgate.audit.graph.value import Unknown, look
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

_BY_AZURERM = "azurerm_role_assignment."
"""In the addresses of those that azurerm makes: it asks again where Azure does not know the principal yet."""


@rule(
    id="IDN-013",
    severity="low",
    bullet="identity.rbac",
    about="microsoft.authorization/roleassignments",
    references=(
        "https://learn.microsoft.com/azure/role-based-access-control/role-assignments-template#new-service-principal",
    ),
    reviewed=date(2026, 11, 24),
)
def principal_type_not_said(resource: Resource, _: Graph) -> Verdict:
    """A role assignment does not say what kind of principal it is for.

    Why:
        A new identity is not known everywhere at once: without its type the deployment fails now and then. And nobody who
        reviews the assignment sees whether a person or an application has it.

    Fix (bicep):
        properties: { principalType: 'ServicePrincipal' }

    Fix (az):
        az role assignment create --assignee-object-id PRINCIPAL --assignee-principal-type ServicePrincipal …

    Fix (terraform):
        principal_type = "ServicePrincipal"

    Pass:
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}

    Fail:
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd, principalId: 11111111-2222-3333-4444-555555555555}

    Not applicable (whoever deploys, who is known everywhere already):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd, principalId: !unknown "who deploys is not in the template"}

    Unknown:
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd, principalId: 11111111-2222-3333-4444-555555555555, principalType: !unknown "parameter 'type' has no value"}

    Unknown (a flattened export without it):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd, principalId: 11111111-2222-3333-4444-555555555555}
          source: az-export
    """
    value = look(resource.properties, "principalType")
    quote = Quote(resource, "properties.principalType", value)
    if not isinstance(value, str) and _BY_AZURERM in resource.path:
        return not_applicable("azurerm waits for a principal that is new, and finds out what it is")
    if isinstance(value, Unknown) and value.filled:
        return passed("principalType is set; which it is, is known only once deployed", quote)
    if isinstance(value, Unknown):
        return unknown(f"principalType cannot be told: {value.reason}", quote)
    if isinstance(value, str) and value:
        return passed(f"principalType is {value}", quote)
    if resource.source.kind not in DECLARING:
        return unknown("the export does not tell", quote)
    principal = look(resource.properties, "principalId")
    if isinstance(principal, Unknown) and principal.reason.startswith("who deploys"):
        return not_applicable("whoever deploys has it, and may be a person or an application")
    return failed("principalType is not set", quote)
