"""People may query the search index directly, past the front end that trims results."""

from datetime import date

from headgate.audit.access.grant import PEOPLE, Grant, role_of
from headgate.audit.access.operations import QUERY_INDEX
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="IDN-016",
    severity="high",
    bullet="identity.isolation",
    about="microsoft.authorization/roleassignments",
    references=(
        "https://learn.microsoft.com/azure/search/search-security-rbac",
        "https://learn.microsoft.com/azure/search/search-security-trimming-for-azure-search",
    ),
    reviewed=date(2026, 11, 24),
)
def people_query_index_directly(resource: Resource, graph: Graph) -> Verdict:
    """People may query the search index directly, past the front end that trims results.

    Why:
        What a person may see is decided by the filter that the front end adds. Whoever may query the index without the front end
        sends no filter and reads every document.

    Fix (az):
        az role assignment delete --ids ASSIGNMENT_ID
        az role assignment create --role 'Search Index Data Reader' --assignee-object-id IDENTITY_OF_FRONT_END --assignee-principal-type ServicePrincipal --scope SEARCH_ID

    Fix (bicep):
        principalType: 'ServicePrincipal' // the identity of the front end

    Pass:
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: srch-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/1407120a-92aa-4202-b7e9-c0e197c71c8f, principalId: 11111111-2222-3333-4444-555555555555, principalType: ServicePrincipal}
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          properties: {}

    Fail:
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: srch-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/1407120a-92aa-4202-b7e9-c0e197c71c8f, principalId: 11111111-2222-3333-4444-555555555555, principalType: Group}
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          properties: {}

    Fail (one person):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: srch-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/1407120a-92aa-4202-b7e9-c0e197c71c8f, principalId: 11111111-2222-3333-4444-555555555555, principalType: User}
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: srch-bot-prod
          properties: {roleDefinitionId: !unknown "parameter 'role' has no value", principalId: 11111111-2222-3333-4444-555555555555, principalType: User}
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          properties: {}

    Unknown (who has it):
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: srch-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/1407120a-92aa-4202-b7e9-c0e197c71c8f, principalId: 11111111-2222-3333-4444-555555555555}
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          properties: {}

    Not applicable:
        - type: Microsoft.Authorization/roleAssignments
          name: grant
          scope: srch-bot-prod
          properties: {roleDefinitionId: /providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7, principalId: 11111111-2222-3333-4444-555555555555, principalType: User}
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          properties: {}
    """
    grant = Grant(resource, role_of(resource, graph))
    quote = Quote(resource, "properties.roleDefinitionId", look(resource.properties, "roleDefinitionId"))
    role = grant.role

    if not any(grant.reaches(service) is True for service in graph.of_type("microsoft.search/searchservices")):
        return not_applicable("no search service is at or below its scope")

    if isinstance(role, Unknown):
        return unknown(f"its role cannot be told: {role.reason}", quote)

    if not role.allows_data(QUERY_INDEX):
        return not_applicable(f"{role.name} queries no index")
    kind = grant.principal_type
    shown = Quote(resource, "properties.principalType", look(resource.properties, "principalType"))
    if isinstance(kind, Unknown) or not kind:
        return unknown(f"{role.name} queries indexes, and whether people have it is not said", quote, shown)
    if kind in PEOPLE:
        return failed(f"{role.name} is given to a {kind}", quote, shown)
    return passed(f"{role.name} is given to a {kind}", quote, shown)
