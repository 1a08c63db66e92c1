"""A single person, or a group of another organisation, may call models directly."""

from datetime import date

from headgate.audit.access.effective import access_of, accounts_of
from headgate.audit.access.grant import Grant, role_of
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="IDN-012",
    severity="medium",
    bullet="identity.rbac",
    about="microsoft.authorization/roleassignments",
    references=(
        "https://learn.microsoft.com/azure/role-based-access-control/best-practices#assign-roles-to-groups-not-users",
    ),
    reviewed=date(2026, 11, 24),
)
def models_open_to_single_people(resource: Resource, graph: Graph) -> Verdict:
    """A single person, or a group of another organisation, may call models directly.

    Why:
        Assignments to single people outlive their task and their contract, and calls of theirs pass the gateway by: no limit,
        no charge, no filter of the use case. Groups are reviewed; single names are forgotten.

    Fix (az):
        az role assignment delete --ids ASSIGNMENT_ID
        az role assignment create --role ROLE --assignee-object-id GROUP --assignee-principal-type Group --scope ACCOUNT_ID

    Fix (bicep):
        principalType: 'Group'

    Fix (terraform):
        principal_id = azuread_group.bot.object_id

    Pass:
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Pass (a group):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd, principalId: 11111111-2222-3333-4444-555555555555, principalType: Group}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Fail:
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd, principalId: 11111111-2222-3333-4444-555555555555, principalType: User}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Fail (of another organisation):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd, principalId: 11111111-2222-3333-4444-555555555555, principalType: ForeignGroup}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Unknown:
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: !unknown "parameter 'role' has no value", principalId: 11111111-2222-3333-4444-555555555555, principalType: User}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Unknown (who has it):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd, principalId: 11111111-2222-3333-4444-555555555555, principalType: !unknown "parameter 'type' has no value"}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Not applicable (a role that calls nothing):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7, principalId: 11111111-2222-3333-4444-555555555555, principalType: User}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}
    """
    grant = Grant(resource, role_of(resource, graph))
    quote = Quote(resource, "properties.roleDefinitionId", look(resource.properties, "roleDefinitionId"))
    role = grant.role

    kind = grant.principal_type
    if not accounts_of(grant, graph):
        return not_applicable("no account is at or below its scope")

    if isinstance(role, Unknown):
        return unknown(f"its role cannot be told: {role.reason}", quote)

    if not access_of(role).infer:
        return not_applicable(f"{role.name} calls no models")
    shown = Quote(resource, "properties.principalType", look(resource.properties, "principalType"))
    if isinstance(kind, Unknown) or not kind:
        return unknown(f"{role.name} may call models, and whether a person has it is not said", quote, shown)
    if kind in {"user", "foreigngroup"}:
        return failed(f"{role.name} is given to a {kind}", quote, shown)
    return passed(f"{role.name} is given to a {kind}", quote, shown)
