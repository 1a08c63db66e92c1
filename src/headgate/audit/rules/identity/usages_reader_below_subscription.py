"""The role that reads quota is given below the subscription, where it reads nothing."""

from datetime import date

from headgate.audit.access.grant import Grant, role_of
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

USAGES_READER = "bba48692-92b0-4667-a9ad-c31c7b334ac2"


@rule(
    id="IDN-015",
    severity="low",
    bullet="identity.rbac",
    about="microsoft.authorization/roleassignments",
    references=("https://learn.microsoft.com/azure/ai-services/openai/how-to/quota",),
    reviewed=date(2026, 11, 24),
)
def usages_reader_below_subscription(resource: Resource, graph: Graph) -> Verdict:
    """The role that reads quota is given below the subscription, where it reads nothing.

    Why:
        Quota belongs to subscription and region. Cognitive Services Usages Reader works at the scope of a subscription only; given
        lower, whoever plans capacity sees none.

    Fix (az):
        az role assignment create --role 'Cognitive Services Usages Reader' --assignee PRINCIPAL --scope /subscriptions/SUBSCRIPTION

    Fix (bicep):
        targetScope = 'subscription'

    Pass:
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: /subscriptions/s
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/bba48692-92b0-4667-a9ad-c31c7b334ac2, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}

    Fail:
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/bba48692-92b0-4667-a9ad-c31c7b334ac2, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Unknown:
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: !unknown "parameter 'role' has no value", principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}

    Unknown (where):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: !unknown "a loop"
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/bba48692-92b0-4667-a9ad-c31c7b334ac2, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}

    Not applicable:
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}
    """
    grant = Grant(resource, role_of(resource, graph))
    quote = Quote(resource, "properties.roleDefinitionId", look(resource.properties, "roleDefinitionId"))
    role = grant.role

    if isinstance(role, Unknown):
        return unknown(f"its role cannot be told: {role.reason}", quote)

    if role.id != USAGES_READER:
        return not_applicable(f"it gives {role.name}")
    scope = resource.scope
    if isinstance(scope, Unknown):
        return unknown(f"its scope cannot be told: {scope.reason}", quote)
    parts = (scope or "").strip("/").lower().split("/")
    if (parts[0] == "subscriptions" and len(parts) == 2) or "managementgroups" in parts:
        return passed(f"its scope is {scope}", quote)
    return failed(f"its scope is {scope or 'the resource group of the deployment'}", quote)
