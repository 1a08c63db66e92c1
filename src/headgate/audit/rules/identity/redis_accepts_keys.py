"""A Redis cache accepts access keys."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.rule import rule
from headgate.audit.setting import expect
from headgate.audit.verdict import Verdict


@rule(
    id="IDN-004",
    severity="high",
    bullet="identity.entra",
    about="microsoft.cache/redis",
    references=(
        "https://learn.microsoft.com/azure/azure-cache-for-redis/cache-azure-active-directory-for-authentication",
    ),
    reviewed=date(2026, 11, 24),
    also={"azure-policy": ("3827af20-8f80-4b15-8300-6db0873ec901",)},
)
def redis_accepts_keys(resource: Resource, _: Graph) -> Verdict:
    """A Redis cache accepts access keys.

    Why:
        A key is a shared secret: what is done with it belongs to nobody, it does not expire, and whoever may list it has
        all of the data.

    Fix (az):
        az resource update --ids RESOURCE_ID --set properties.disableAccessKeyAuthentication=true

    Fix (bicep):
        properties: {disableAccessKeyAuthentication: true}

    Fix (terraform):
        access_keys_authentication_enabled = false

    Pass:
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          properties: {disableAccessKeyAuthentication: true}

    Fail:
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          properties: {disableAccessKeyAuthentication: false}

    Fail (by default):
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          properties: {}

    Unknown:
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          properties: {disableAccessKeyAuthentication: !unknown "parameter 'x' has no value"}

    Not applicable (only referred to):
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
          existing: true
    """
    return expect(resource, "disableAccessKeyAuthentication", True, default=False, otherwise="keys are accepted")
