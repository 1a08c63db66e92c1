"""A Redis cache takes TLS older than 1.2."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="DAT-004",
    severity="medium",
    bullet="stores.cache",
    about="microsoft.cache/redis",
    references=("https://learn.microsoft.com/azure/azure-cache-for-redis/cache-remove-tls-10-11",),
    reviewed=date(2026, 11, 24),
    also={"psrule": ("Azure.Redis.MinTLS",), "checkov": ("CKV_AZURE_148",)},
)
def redis_takes_old_tls(resource: Resource, _: Graph) -> Verdict:
    """A Redis cache takes TLS older than 1.2.

    Why:
        TLS 1.0 and 1.1 are broken and retired; a client that still speaks them is the one to be listened to.

    Fix (az):
        az redis update --name CACHE --resource-group GROUP --set minimumTlsVersion=1.2

    Fix (bicep):
        properties: { minimumTlsVersion: '1.2' }

    Fix (terraform):
        minimum_tls_version = "1.2"

    Pass:
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          properties: {minimumTlsVersion: "1.2"}

    Fail:
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          properties: {minimumTlsVersion: "1.0"}

    Fail (by default):
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          properties: {minimumTlsVersion: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          existing: true
    """
    return expect(resource, "minimumTlsVersion", "1.2", default="1.0", otherwise="old TLS is accepted")
