"""What Azure is asked for: types by Resource Graph, and what Graph lacks resource by resource."""

from msgspec import Struct


class Asked(Struct, frozen=True):
    """One list below a resource."""

    segment: str
    """Of the path below the resource: ``deployments``."""
    version: str
    """The api-version."""
    query: str = ""
    """Further parameters: ``format=rawxml``."""


_APIM = "2024-05-01"
_CDN = "2024-02-01"
_RAW = "format=rawxml"

GRAPH_VERSION = "2022-10-01"
ROLES_VERSION = "2022-04-01"

IN_GRAPH = (
    "microsoft.apimanagement/service",
    "microsoft.app/containerapps",
    "microsoft.cache/redis",
    "microsoft.cache/redisenterprise",
    "microsoft.cdn/profiles",
    "microsoft.cognitiveservices/accounts",
    "microsoft.containerservice/managedclusters",
    "microsoft.dbforpostgresql/flexibleservers",
    "microsoft.documentdb/databaseaccounts",
    "microsoft.eventhub/namespaces",
    "microsoft.eventgrid/systemtopics",
    "microsoft.insights/activitylogalerts",
    "microsoft.insights/components",
    "microsoft.insights/metricalerts",
    "microsoft.keyvault/vaults",
    "microsoft.loadtestservice/loadtests",
    "microsoft.machinelearningservices/workspaces",
    "microsoft.managedidentity/userassignedidentities",
    "microsoft.network/applicationgateways",
    "microsoft.network/applicationgatewaywebapplicationfirewallpolicies",
    "microsoft.network/frontdoors",
    "microsoft.network/frontdoorwebapplicationfirewallpolicies",
    "microsoft.network/networksecuritygroups",
    "microsoft.network/privatednszones",
    "microsoft.network/privatednszones/virtualnetworklinks",
    "microsoft.network/privateendpoints",
    "microsoft.network/routetables",
    "microsoft.network/virtualnetworks",
    "microsoft.operationalinsights/workspaces",
    "microsoft.search/searchservices",
    "microsoft.storage/storageaccounts",
    "microsoft.web/sites",
)
"""Types that Resource Graph holds in its table ``resources`` (Microsoft Learn: "Azure Resource Graph table and resource
type reference")."""

BELOW: dict[str, tuple[Asked, ...]] = {
    "microsoft.cache/redisenterprise": (Asked("databases", "2025-07-01"),),
    "microsoft.cognitiveservices/accounts": (
        Asked("deployments", "2024-10-01"),
        Asked("raiPolicies", "2024-10-01"),
    ),
    "microsoft.keyvault/vaults": (Asked("secrets", "2023-07-01"),),
    "microsoft.machinelearningservices/workspaces": (Asked("connections", "2024-10-01"),),
    "microsoft.apimanagement/service": (
        Asked("apis", _APIM),
        Asked("backends", _APIM),
        Asked("caches", _APIM),
        Asked("diagnostics", _APIM),
        Asked("loggers", _APIM),
        Asked("namedValues", _APIM),
        Asked("policies", _APIM, _RAW),
        Asked("policyFragments", _APIM, _RAW),
        Asked("products", _APIM),
        Asked("subscriptions", _APIM),
    ),
    "microsoft.apimanagement/service/apis": (Asked("policies", _APIM, _RAW), Asked("diagnostics", _APIM)),
    "microsoft.apimanagement/service/products": (Asked("policies", _APIM, _RAW),),
    "microsoft.cdn/profiles": (
        Asked("afdEndpoints", _CDN),
        Asked("originGroups", _CDN),
        Asked("securityPolicies", _CDN),
    ),
    "microsoft.eventgrid/systemtopics": (Asked("eventSubscriptions", "2022-06-15"),),
    "microsoft.cdn/profiles/origingroups": (Asked("origins", _CDN),),
    "microsoft.network/privatednszones": (Asked("A", "2024-06-01"),),
    "microsoft.network/privateendpoints": (Asked("privateDnsZoneGroups", "2024-05-01"),),
}
"""What is read below each resource of a type, and below what is found there.

Secrets of vaults, subscriptions of gateways and connections of hubs come without values and keys: those are other
operations.
"""

DIAGNOSTICS = Asked("providers/Microsoft.Insights/diagnosticSettings", "2021-05-01-preview")
DIAGNOSTICS_TYPE = "microsoft.insights/diagnosticsettings"
DIAGNOSED = frozenset(
    {
        "microsoft.apimanagement/service",
        "microsoft.cache/redis",
        "microsoft.cdn/profiles",
        "microsoft.cognitiveservices/accounts",
        "microsoft.documentdb/databaseaccounts",
        "microsoft.keyvault/vaults",
        "microsoft.search/searchservices",
        "microsoft.web/sites",
    }
)
"""Types whose diagnostic settings are read: Resource Graph has none of them."""

ASSIGNMENTS_TYPE = "microsoft.authorization/roleassignments"
DEFINITIONS_TYPE = "microsoft.authorization/roledefinitions"
