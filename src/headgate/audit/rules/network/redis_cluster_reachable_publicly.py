"""A Redis cluster can be reached from the public internet."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.network.endpoints import ENDPOINTS, leading_to
from headgate.audit.rule import rule
from headgate.audit.setting import expect, quoted, setting
from headgate.audit.verdict import Verdict, failed, unknown


@rule(
    id="NET-009",
    severity="medium",
    bullet="security.private-endpoints",
    about="microsoft.cache/redisenterprise",
    references=("https://learn.microsoft.com/azure/redis/private-link",),
    reviewed=date(2026, 11, 24),
)
def redis_cluster_reachable_publicly(resource: Resource, graph: Graph) -> Verdict:
    """A Redis cluster can be reached from the public internet.

    Why:
        Its public endpoint answers everybody who has or guesses a credential. Templates for a version of the API that does
        not know publicNetworkAccess yet close it only by giving the cluster a private endpoint.

    Fix (az):
        az resource update --ids RESOURCE_ID --api-version 2025-07-01 --set properties.publicNetworkAccess=Disabled

    Fix (bicep):
        properties: {publicNetworkAccess: 'Disabled'}

    Fix (terraform):
        public_network_access = "Disabled"

    Pass:
        - type: Microsoft.Cache/redisEnterprise
          name: amr-bot-prod
          properties: {publicNetworkAccess: Disabled}

    Fail:
        - type: Microsoft.Cache/redisEnterprise
          name: amr-bot-prod
          properties: {publicNetworkAccess: Enabled}

    Fail (not said, and no endpoint):
        - type: Microsoft.Cache/redisEnterprise
          name: amr-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.Cache/redisEnterprise
          name: amr-bot-prod
          properties: {publicNetworkAccess: !unknown "parameter 'x' has no value"}

    Unknown (not said, beside an endpoint):
        - type: Microsoft.Cache/redisEnterprise
          name: amr-bot-prod
          properties: {}
        - type: Microsoft.Network/privateEndpoints
          name: pep-amr
          properties: {privateLinkServiceConnections: [{name: c, properties: {privateLinkServiceId: !id amr-bot-prod, groupIds: [redisEnterprise]}}]}

    Not applicable (only referred to):
        - type: Microsoft.Cache/redisEnterprise
          name: amr-bot-prod
          existing: true
    """
    path = "publicNetworkAccess"
    if setting(resource, path) is not None:
        return expect(resource, path, "Disabled", default=None, otherwise="its public endpoint answers")
    endpoints, doubt = leading_to(resource, graph)
    if endpoints or doubt is not None or not graph.absence_counts(ENDPOINTS, resource):
        return unknown(f"{path} is not set, and whether an endpoint closes it is not shown", quoted(resource, path))
    return failed(f"{path} is not set, and no private endpoint closes it", quoted(resource, path))
