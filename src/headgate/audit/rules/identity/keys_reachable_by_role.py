"""A role lets its holder list the keys of an account that accepts keys."""

from datetime import date

from headgate.audit.access.effective import access_of, accounts_of, local_auth
from headgate.audit.access.grant import Grant, role_of
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="IDN-010",
    severity="medium",
    bullet="identity.rbac",
    about="microsoft.authorization/roleassignments",
    references=(
        "https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/ai-machine-learning",
        "https://learn.microsoft.com/azure/ai-services/disable-local-auth",
    ),
    reviewed=date(2026, 11, 24),
)
def keys_reachable_by_role(resource: Resource, graph: Graph) -> Verdict:
    """A role lets its holder list the keys of an account that accepts keys.

    Why:
        Owner, Contributor and Cognitive Services User have no or few data actions and still reach every model: they may list the
        keys, and a key asks for no role. Whoever turns keys off makes these roles what their names say.

    Fix (az):
        az resource update --ids ACCOUNT_ID --set properties.disableLocalAuth=true

    Fix (bicep):
        properties: { disableLocalAuth: true }

    Fix (terraform):
        local_auth_enabled = false

    Pass (keys are off):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: true}

    Pass (a role without keys):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: false}

    Fail (Contributor):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: false}

    Fail (a name that sounds harmless):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/a97b65f3-24c7-4388-baec-2e87135dc908, principalId: 11111111-2222-3333-4444-555555555555, principalType: Group}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: false}

    Fail (a custom role):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: !id bot-role, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: false}
        - type: Microsoft.Authorization/roleDefinitions
          name: bot-role
          properties: {permissions: [{actions: ['Microsoft.CognitiveServices/*/action']}]}

    Unknown (which role):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: !unknown "parameter 'role' has no value", principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: false}

    Unknown (whether keys are on):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: oai-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {disableLocalAuth: !unknown "parameter 'keys' has no value"}

    Not applicable (nothing below its scope):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: /subscriptions/s/resourceGroups/other
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
    """
    grant = Grant(resource, role_of(resource, graph))
    quote = Quote(resource, "properties.roleDefinitionId", look(resource.properties, "roleDefinitionId"))
    role = grant.role

    accounts = accounts_of(grant, graph)
    if not accounts:
        return not_applicable("no account is at or below its scope")

    if isinstance(role, Unknown):
        return unknown(f"its role cannot be told: {role.reason}", quote)

    if not access_of(role).keys and not access_of(role).infer:
        return not_applicable(f"{role.name} gives nothing at accounts that keys would give")
    if not access_of(role).keys:
        return passed(f"{role.name} may not read keys", quote)
    states = [(account, local_auth(account)) for account in accounts]
    for account, keys in states:
        if keys is True:
            shown = Quote(account, "properties.disableLocalAuth", look(account.properties, "disableLocalAuth"))
            return failed(f"{role.name} may list the keys of {account.name}, which accepts keys", quote, shown)
    hidden = next((keys for _, keys in states if isinstance(keys, Unknown)), None)
    if hidden is not None:
        return unknown(
            f"{role.name} may list keys, and whether they are accepted cannot be told: {hidden.reason}", quote
        )
    return passed(f"{role.name} may list keys, and no account accepts them", quote)
