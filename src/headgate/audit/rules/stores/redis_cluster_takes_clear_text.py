"""A Redis cluster takes clear text."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="DAT-013",
    severity="high",
    bullet="stores.cache",
    about="microsoft.cache/redisenterprise/databases",
    references=("https://learn.microsoft.com/azure/azure-cache-for-redis/managed-redis/managed-redis-overview",),
    reviewed=date(2026, 11, 24),
)
def redis_cluster_takes_clear_text(resource: Resource, _: Graph) -> Verdict:
    """A Redis cluster takes clear text.

    Why:
        Cached prompts and answers, and the key itself, cross the network in clear text.

    Fix (bicep):
        properties: { clientProtocol: 'Encrypted' }

    Fix (terraform):
        client_protocol = "Encrypted"

    Fix (az):
        az redisenterprise database update --cluster-name CACHE --resource-group GROUP --client-protocol Encrypted

    Pass:
        - type: Microsoft.Cache/redisEnterprise/databases
          name: redis-bot-prod/default
          properties: {clientProtocol: Encrypted}

    Fail:
        - type: Microsoft.Cache/redisEnterprise/databases
          name: redis-bot-prod/default
          properties: {clientProtocol: Plaintext}

    Pass (by default):
        - type: Microsoft.Cache/redisEnterprise/databases
          name: redis-bot-prod/default
          properties: {}

    Unknown:
        - type: Microsoft.Cache/redisEnterprise/databases
          name: redis-bot-prod/default
          properties: {clientProtocol: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.Cache/redisEnterprise/databases
          name: redis-bot-prod/default
          existing: true
    """
    return expect(
        resource, "clientProtocol", "Encrypted", default="Encrypted", otherwise="clients may come without TLS"
    )
