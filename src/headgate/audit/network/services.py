"""The services that a set-up stands on, and how each is reached privately.

Microsoft Learn: Azure Private Endpoint private DNS zone values (public cloud), and the page of each service.
"""

from msgspec import Struct

from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown
from headgate.audit.setting import kind_of


class Service(Struct, frozen=True):
    """How a type of resource is reached through a private endpoint."""

    type: str
    title: str
    zones: dict[str, tuple[str, ...]]
    """Group id in lower case → the private DNS zones that its names need."""


_COGNITIVE = "privatelink.cognitiveservices.azure.com"
_OPENAI = "privatelink.openai.azure.com"
_AI_SERVICES = "privatelink.services.ai.azure.com"

ACCOUNT = "microsoft.cognitiveservices/accounts"
SEARCH = "microsoft.search/searchservices"
VAULT = "microsoft.keyvault/vaults"
COSMOS = "microsoft.documentdb/databaseaccounts"
REDIS = "microsoft.cache/redis"
REDIS_ENTERPRISE = "microsoft.cache/redisenterprise"
POSTGRES = "microsoft.dbforpostgresql/flexibleservers"
STORAGE = "microsoft.storage/storageaccounts"
EVENT_HUBS = "microsoft.eventhub/namespaces"
APIM = "microsoft.apimanagement/service"

_STORAGE_GROUPS = ("blob", "file", "queue", "table", "dfs", "web")

SERVICES: dict[str, Service] = {
    service.type: service
    for service in (
        Service(ACCOUNT, "account", {"account": (_OPENAI,)}),
        Service(SEARCH, "search service", {"searchservice": ("privatelink.search.windows.net",)}),
        Service(VAULT, "key vault", {"vault": ("privatelink.vaultcore.azure.net",)}),
        Service(
            COSMOS,
            "Cosmos DB account",
            {
                "sql": ("privatelink.documents.azure.com",),
                "sqldedicated": ("privatelink.sqlx.cosmos.azure.com",),
                "mongodb": ("privatelink.mongo.cosmos.azure.com",),
                "cassandra": ("privatelink.cassandra.cosmos.azure.com",),
                "gremlin": ("privatelink.gremlin.cosmos.azure.com",),
                "table": ("privatelink.table.cosmos.azure.com",),
                "analytical": ("privatelink.analytics.cosmos.azure.com",),
            },
        ),
        Service(REDIS, "Redis cache", {"rediscache": ("privatelink.redis.cache.windows.net",)}),
        Service(REDIS_ENTERPRISE, "Redis cluster", {"redisenterprise": ("privatelink.redis.azure.net",)}),
        Service(POSTGRES, "PostgreSQL server", {"postgresqlserver": ("privatelink.postgres.database.azure.com",)}),
        Service(
            STORAGE,
            "storage account",
            {
                f"{group}{half}": (f"privatelink.{group}.core.windows.net",)
                for group in _STORAGE_GROUPS
                for half in ("", "_secondary")
            },
        ),
        Service(EVENT_HUBS, "Event Hubs namespace", {"namespace": ("privatelink.servicebus.windows.net",)}),
        Service(APIM, "API Management service", {"gateway": ("privatelink.azure-api.net",)}),
    )
}

OTHER_ZONES: dict[str, frozenset[str]] = {
    REDIS_ENTERPRISE: frozenset({"privatelink.redisenterprise.cache.azure.net"}),
}
"""Zones of a type's other generation: as good where the evidence does not tell which one it is."""


def zones_of(target: Resource, group: str) -> tuple[str, ...] | Unknown:
    """Return the zones that the names of a target need; empty when the group is none of its type.

    An account's names depend on its kind: one of kind ``AIServices`` answers under three.
    """
    if target.type != ACCOUNT:
        return SERVICES[target.type].zones.get(group.lower(), ())
    kind = kind_of(target)
    if isinstance(kind, Unknown):
        return kind
    if group.lower() != "account":
        return ()
    if kind == "aiservices":
        return (_COGNITIVE, _OPENAI, _AI_SERVICES)
    if kind == "openai":
        return (_OPENAI,)
    if not kind and target.existing:
        return Unknown(f"the kind of {target.name} is not known: it is only referred to")
    return (_COGNITIVE,)
