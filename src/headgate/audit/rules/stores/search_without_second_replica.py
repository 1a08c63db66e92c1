"""A search service has one replica: a restart stops all answers."""

from datetime import date

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown
from headgate.audit.rule import rule
from headgate.audit.setting import quoted, setting, shown, sku_name
from headgate.audit.verdict import Verdict, failed, not_applicable, passed, unknown


@rule(
    id="DAT-011",
    severity="medium",
    bullet="stores.vector",
    about="microsoft.search/searchservices",
    references=("https://learn.microsoft.com/azure/search/search-reliability",),
    reviewed=date(2026, 11, 24),
    also={
        "checkov": (
            "CKV_AZURE_208",
            "CKV_AZURE_209",
        ),
        "psrule": (
            "Azure.Search.QuerySLA",
            "Azure.Search.IndexSLA",
        ),
        "azqr": ("srch-002",),
    },
)
def search_without_second_replica(resource: Resource, _: Graph) -> Verdict:
    """A search service has one replica: a restart stops all answers.

    Why:
        With one replica there is no service level at all. Two keep reads alive through maintenance; three also writes.

    Fix (bicep):
        properties: { replicaCount: 3 }

    Fix (terraform):
        replica_count = 3

    Fix (az):
        az search service update --name SERVICE --resource-group GROUP --replica-count 3

    Pass:
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          sku: {name: standard}
          properties: {replicaCount: 3}

    Fail:
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          sku: {name: standard}
          properties: {replicaCount: 1}

    Fail (by default):
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          sku: {name: standard}
          properties: {}

    Unknown:
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          sku: {name: standard}
          properties: {replicaCount: !unknown "parameter 'replicas' has no value"}

    Not applicable (a tier that has none):
        - type: Microsoft.Search/searchServices
          name: srch-bot-prod
          sku: {name: free}
          properties: {}
    """
    if sku_name(resource) == "free":
        return not_applicable("its tier has no replicas")
    count = setting(resource, "replicaCount", default=1)
    quote = quoted(resource, "replicaCount")
    if isinstance(count, Unknown):
        return unknown(f"replicaCount cannot be told: {count.reason}", quote)
    said = shown(resource, "replicaCount", count)
    if not isinstance(count, int | float):
        return unknown(f"{said}, which is no number", quote)
    return passed(said, quote) if count >= 2 else failed(said, quote)
