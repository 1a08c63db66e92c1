"""A Redis cache listens without TLS."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="DAT-003",
    severity="high",
    bullet="stores.cache",
    about="microsoft.cache/redis",
    references=("https://learn.microsoft.com/azure/azure-cache-for-redis/cache-best-practices-development",),
    reviewed=date(2026, 11, 24),
    also={
        "psrule": ("Azure.Redis.NonSslPort",),
        "checkov": ("CKV_AZURE_91",),
        "azure-policy": ("22bee202-a82f-4305-9a2a-6d7f44d4dedb",),
    },
)
def redis_plain_port_open(resource: Resource, _: Graph) -> Verdict:
    """A Redis cache listens without TLS.

    Why:
        Cached prompts and answers, and the access key itself, cross the network in clear text.

    Fix (az):
        az redis update --name CACHE --resource-group GROUP --set enableNonSslPort=false

    Fix (bicep):
        properties: { enableNonSslPort: false }

    Fix (terraform):
        non_ssl_port_enabled = false

    Pass:
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          properties: {enableNonSslPort: false}

    Fail:
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          properties: {enableNonSslPort: true}

    Pass (by default):
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          properties: {enableNonSslPort: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          existing: true
    """
    return expect(resource, "enableNonSslPort", False, default=False, otherwise="port 6379 takes clear text")
