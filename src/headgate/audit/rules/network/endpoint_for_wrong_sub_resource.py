"""A private endpoint asks for a sub-resource that its target does not have."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown
from headgate.audit.network.endpoints import connections_of, unreadable
from headgate.audit.network.reach import type_of_target
from headgate.audit.network.services import SERVICES
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="NET-014",
    severity="high",
    bullet="security.private-endpoints",
    about="microsoft.network/privateendpoints",
    references=("https://learn.microsoft.com/azure/private-link/private-endpoint-overview#private-link-resource",),
    reviewed=date(2026, 11, 24),
)
def endpoint_for_wrong_sub_resource(resource: Resource, graph: Graph) -> Verdict:
    """A private endpoint asks for a sub-resource that its target does not have.

    Why:
        The group id says which part of a resource an endpoint leads to: `account` for models, `vault` for a key vault. With a
        wrong one the endpoint is not created, or leads to the wrong part.

    Fix (az):
        az network private-endpoint create … --group-id account

    Fix (bicep):
        groupIds: ['account']

    Fix (terraform):
        subresource_names = ["account"]

    Pass:
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: !id oai-bot-prod, groupIds: [account]}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}

    Fail:
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: !id oai-bot-prod, groupIds: [openai]}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}

    Unknown:
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: !id oai-bot-prod, groupIds: [!unknown "parameter 'group' has no value"]}
        - type: Microsoft.CognitiveServices/accounts
          name: oai-bot-prod
          kind: OpenAI
          properties: {publicNetworkAccess: Disabled}

    Not applicable (a target that is not judged here):
        - type: Microsoft.Network/privateEndpoints
          name: pep-oai
          properties:
            subnet: {id: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet/subnets/pe}
            privateLinkServiceConnections:
              - name: link
                properties: {privateLinkServiceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/s, groupIds: [account]}
    """
    hidden = unreadable(resource)
    if hidden is not None:
        return unknown(f"its connections cannot be told: {hidden.reason}")
    seen: list[Quote] = []
    for connection in connections_of(resource):
        target = type_of_target(connection, graph)
        if isinstance(target, Unknown):
            return unknown(f"where it leads cannot be told: {target.reason}")
        if target not in SERVICES:
            continue
        quote = Quote(
            resource,
            f"{connection.path}.groupIds",
            list(connection.groups) if not isinstance(connection.groups, Unknown) else connection.groups,
        )
        if isinstance(connection.groups, Unknown):
            return unknown(f"its group id cannot be told: {connection.groups.reason}", quote)
        known = SERVICES[target].zones
        if not connection.groups or not set(connection.groups) <= known.keys():
            return failed(
                f"a {SERVICES[target].title} has {', '.join(sorted(known))}, not {', '.join(connection.groups) or 'nothing'}",
                quote,
            )
        seen.append(quote)
    return (
        passed("its group ids fit its targets", *seen)
        if seen
        else not_applicable("it leads to nothing that is judged here")
    )
