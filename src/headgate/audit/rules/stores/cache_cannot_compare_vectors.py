"""The cache of API Management is a Redis that cannot compare vectors."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown, look
from headgate.audit.rule import rule
from headgate.audit.verdict import Quote, Verdict, failed, not_applicable, passed, unknown


@rule(
    id="DAT-012",
    severity="high",
    bullet="stores.cache",
    about="microsoft.cache/redis",
    references=("https://learn.microsoft.com/azure/api-management/azure-openai-enable-semantic-caching",),
    reviewed=date(2026, 11, 24),
)
def cache_cannot_compare_vectors(resource: Resource, graph: Graph) -> Verdict:
    """The cache of API Management is a Redis that cannot compare vectors.

    Why:
        Semantic caching needs RediSearch. Azure Cache for Redis of the tiers Basic, Standard and Premium does not have it: every
        look-up misses, or fails.

    Fix (bicep):
        resource cache 'Microsoft.Cache/redisEnterprise@2024-10-01' // with modules: [{ name: 'RediSearch' }] on its database

    Fix (az):
        az redisenterprise create --name CACHE --resource-group GROUP --sku Balanced_B5 --modules name=RediSearch

    Pass:
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
        - type: Microsoft.ApiManagement/service/caches
          name: apim-ai-prod/default
          properties: {resourceId: "https://management.azure.com/other"}

    Fail:
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
        - type: Microsoft.ApiManagement/service/caches
          name: apim-ai-prod/default
          properties: {resourceId: !id redis-bot-prod}
        - policy: "<policies><inbound><azure-openai-semantic-cache-lookup score-threshold='0.05'/></inbound></policies>"

    Unknown:
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
        - type: Microsoft.ApiManagement/service/caches
          name: apim-ai-prod/default
          properties: {resourceId: !unknown "parameter 'cache' has no value"}
        - policy: "<policies><inbound><llm-semantic-cache-lookup/></inbound></policies>"

    Not applicable:
        - type: Microsoft.Cache/redis
          name: redis-bot-prod
    """
    caches = graph.of_type("microsoft.apimanagement/service/caches")
    if not caches:
        return not_applicable("no gateway has a cache of its own")
    semantic = any("semantic-cache-lookup" in policy.text for policy in graph.policies)
    for cache in caches:
        value = look(cache.properties, "resourceId")
        quote = Quote(cache, "properties.resourceId", value)
        if isinstance(value, Unknown) and semantic:
            return unknown(f"which cache {cache.name} is cannot be told: {value.reason}", quote)
        if isinstance(value, str) and value.lower().rstrip("/").endswith(resource.id) and semantic:
            return failed(f"it is the cache of {cache.name}, whose policies look answers up by meaning", quote)
    return passed(
        "no gateway looks answers up in it by meaning",
        Quote(caches[0], "properties.resourceId", look(caches[0].properties, "resourceId")),
    )
