"""An application may do more at an account than call its models."""

from datetime import date

from headgate.audit.access.effective import access_of, accounts_of, local_auth
from headgate.audit.access.grant import APPLICATIONS, PEOPLE, Grant, role_of
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, UnknownValueError, look
from headgate.audit.openai import serves_models, word
from headgate.audit.rule import rule
from headgate.audit.setting import setting
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown

FOUNDRY_USER = "53ca6127-db72-4b80-b1b0-d745d6d5456d"
"""Until 2026 called Azure AI User."""
PROJECT = "microsoft.cognitiveservices/accounts/projects"


@rule(
    id="IDN-011",
    severity="high",
    bullet="identity.rbac",
    about="microsoft.authorization/roleassignments",
    references=("https://learn.microsoft.com/azure/ai-services/openai/how-to/role-based-access-control",),
    reviewed=date(2026, 11, 24),
)
def application_may_more_than_infer(resource: Resource, graph: Graph) -> Verdict:
    """An application may do more at an account than call its models.

    Why:
        A gateway or an application that is taken over takes its roles along. To call models it needs Cognitive Services OpenAI
        User; with more, the intruder reads keys, removes deployments, or turns content filters off.

    Fix (az):
        az role assignment create --role 'Cognitive Services OpenAI User' --assignee-object-id PRINCIPAL --assignee-principal-type ServicePrincipal --scope ACCOUNT_ID
        az role assignment delete --ids ASSIGNMENT_ID

    Fix (bicep):
        roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd')

    Fix (terraform):
        role_definition_name = "Cognitive Services OpenAI User"

    Pass:
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Not applicable (reads only):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Fail (a gateway that can list keys):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/a97b65f3-24c7-4388-baec-2e87135dc908, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Fail (filters and deployments):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/a001fd3d-188f-4b5d-821b-7da978bf7442, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Fail (Owner of the group):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: /subscriptions/template/resourceGroups/template
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Unknown:
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: !unknown "parameter 'role' has no value", principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Unknown (who has it):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c, principalId: 11111111-2222-3333-4444-555555555555}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Not applicable (an account that holds no models, where OpenAI User would not serve):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: cs-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/a97b65f3-24c7-4388-baec-2e87135dc908, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: cs-bot-prod
          kind: ContentSafety
          properties: {disableLocalAuth: true}

    Not applicable (agents of a Foundry project):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: ais-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/53ca6127-db72-4b80-b1b0-d745d6d5456d, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: ais-bot-prod
          kind: AIServices
          properties: {disableLocalAuth: true, allowProjectManagement: true}

    Fail (the same, where keys are accepted):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: ais-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/53ca6127-db72-4b80-b1b0-d745d6d5456d, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: ais-bot-prod
          kind: AIServices
          properties: {allowProjectManagement: true}
        - type: Microsoft.CognitiveServices/accounts/projects
          name: ais-bot-prod/bot

    Fail (a managed identity has it, whether that is said or not):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c, principalId: !unknown "known only once deployed: Microsoft.ManagedIdentity/userAssignedIdentities/id-bot: principalId"}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Not applicable (people):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c, principalId: 11111111-2222-3333-4444-555555555555, principalType: Group}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}
    """
    grant = Grant(resource, role_of(resource, graph))
    quote = Quote(resource, "properties.roleDefinitionId", look(resource.properties, "roleDefinitionId"))
    role = grant.role

    accounts = [account for account in accounts_of(grant, graph) if _may_hold_models(account)]
    if not accounts:
        return not_applicable("no account that could hold models is at or below its scope")
    kind = grant.principal_type
    if not isinstance(kind, Unknown) and kind in PEOPLE:
        return not_applicable("people have it, not an application")

    if isinstance(role, Unknown):
        return unknown(f"its role cannot be told: {role.reason}", quote)

    if role.id == FOUNDRY_USER and all(_has_projects_and_no_keys(account, graph) for account in accounts):
        return not_applicable("applications of Foundry projects need Foundry User, and no key is accepted here")
    beyond = access_of(role).beyond_inference
    if not beyond and not access_of(role).infer:
        return not_applicable(f"{role.name} neither calls nor changes models")
    if not beyond:
        return passed(f"{role.name} gives no more than calling and reading", quote)
    if isinstance(kind, Unknown) or kind not in APPLICATIONS:
        return unknown(f"{role.name} may {', '.join(beyond)}, and whether an application has it is not said", quote)
    return failed(f"with {role.name} an application may {', '.join(beyond)} at {accounts[0].name}", quote)


def _has_projects_and_no_keys(account: Resource, graph: Graph) -> bool:
    """Whether agents of projects run here, which OpenAI User does not reach, and keys that the role lists are void.

    Microsoft Learn: Role-based access control for Microsoft Foundry. Raises ``UnknownValueError`` when it cannot be told.
    """
    projects = bool(graph.children(account, PROJECT)) or word(setting(account, "allowProjectManagement")) == "true"
    accepts = local_auth(account)
    if isinstance(accepts, Unknown):
        raise UnknownValueError(accepts.reason)
    return projects and not accepts


def _may_hold_models(account: Resource) -> bool:
    """Whether it holds models, or its kind is not said: keys of other kinds are judged by IDN-010."""
    return not isinstance(account.kind, str) or serves_models(account)
