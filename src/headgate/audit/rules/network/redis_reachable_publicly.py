"""A Redis cache can be reached from the public internet."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.network.public import judge_closed
from headgate.audit.rule import rule
from headgate.audit.verdict import Verdict


@rule(
    id="NET-005",
    severity="medium",
    bullet="security.private-endpoints",
    about="microsoft.cache/redis",
    references=("https://learn.microsoft.com/azure/azure-cache-for-redis/cache-private-link",),
    reviewed=date(2026, 11, 24),
    also={
        "psrule": ("Azure.Redis.PublicNetworkAccess",),
        "azure-policy": ("470baccb-7e51-4549-8b1a-3e5be069f663",),
        "checkov": ("CKV_AZURE_89",),
    },
)
def redis_reachable_publicly(resource: Resource, _: Graph) -> Verdict:
    """A Redis cache can be reached from the public internet.

    Why:
        Its public endpoint answers everybody who has or guesses a credential; a private endpoint beside it closes nothing.

    Fix (az):
        az resource update --ids RESOURCE_ID --set properties.publicNetworkAccess=Disabled

    Fix (bicep):
        properties: {publicNetworkAccess: 'Disabled'}

    Fix (terraform):
        public_network_access_enabled = false

    Pass:
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          properties: {publicNetworkAccess: Disabled}

    Fail:
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          properties: {publicNetworkAccess: Enabled}

    Fail (by default):
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          properties: {publicNetworkAccess: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          existing: true
    """
    return judge_closed(resource)
