"""A Redis cluster accepts access keys."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="IDN-023",
    severity="high",
    bullet="identity.entra",
    about="microsoft.cache/redisenterprise/databases",
    references=(
        "https://learn.microsoft.com/azure/azure-cache-for-redis/managed-redis/managed-redis-entra-for-authentication",
    ),
    reviewed=date(2026, 11, 24),
)
def redis_cluster_accepts_keys(resource: Resource, _: Graph) -> Verdict:
    """A Redis cluster accepts access keys.

    Why:
        A key is a shared secret: whoever has it reads every cached answer of everybody.

    Fix (bicep):
        properties: { accessKeysAuthentication: 'Disabled' }

    Fix (terraform):
        access_keys_authentication_enabled = false

    Fix (az):
        az redisenterprise database update --cluster-name CACHE --resource-group GROUP --access-keys-auth Disabled

    Pass:
        - type: Microsoft.Cache/redisEnterprise/databases
          name: redis-bot-prod/default
          properties: {accessKeysAuthentication: Disabled}

    Fail:
        - type: Microsoft.Cache/redisEnterprise/databases
          name: redis-bot-prod/default
          properties: {accessKeysAuthentication: Enabled}

    Fail (by default):
        - type: Microsoft.Cache/redisEnterprise/databases
          name: redis-bot-prod/default
          properties: {}

    Unknown:
        - type: Microsoft.Cache/redisEnterprise/databases
          name: redis-bot-prod/default
          properties: {accessKeysAuthentication: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.Cache/redisEnterprise/databases
          name: redis-bot-prod/default
          existing: true
    """
    return expect(resource, "accessKeysAuthentication", "Disabled", default="Enabled", otherwise="keys are accepted")
