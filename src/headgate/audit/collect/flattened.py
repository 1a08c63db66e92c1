"""What ``az`` flattens, put back into ARM's nested shape.

The command line takes ``properties`` away from many resources, and from the parts of some lists inside them, and calls
some of what was inside by other names: which ones is data, below, held against the models that version 2.91 of the
command line prints. What a resource has nested already is taken as it is. Some lists (``az resource list``, ``az
keyvault list`` of a subscription) hold resources without their properties.
"""

from typing import Any

from headgate.audit.graph.value import Unknown, Value

ENVELOPE = ("location", "kind", "sku", "identity", "tags", "zones")
_AROUND = frozenset(
    {
        *ENVELOPE, "apiversion", "etag", "extendedlocation", "id", "managedby", "name", "plan", "resourcegroup",
        "subscriptionid", "systemdata", "tenantid", "type",
    }
)  # fmt: skip
"""Keys of a resource that are no properties of it."""

_OWN_PROPERTIES: dict[str, frozenset[str]] = {
    "microsoft.cache/redis": frozenset({"sku"}),
    "microsoft.keyvault/vaults": frozenset({"sku", "tenantid"}),
    "microsoft.network/applicationgateways": frozenset({"sku"}),
    "microsoft.operationalinsights/workspaces": frozenset({"sku"}),
}
"""Types that keep such a key inside their properties."""

_LISTS = frozenset(
    {
        "defaultsecurityrules",
        "delegations",
        "manualprivatelinkserviceconnections",
        "privatednszoneconfigs",
        "privateendpointconnections",
        "privatelinkserviceconnections",
        "routes",
        "securityrules",
        "subnets",
        "virtualnetworkpeerings",
    }
)
"""Lists whose parts have properties of their own in ARM."""
_AROUND_PART = frozenset({"etag", "id", "name", "resourcegroup", "type"})
_ALWAYS_THERE = frozenset({"additionalproperties", "changedtime", "createdtime", "provisioningstate"})
"""Keys that every resource has: where there is no other, its properties were not asked for."""

_RENAMED: dict[str, dict[str, str]] = {
    "microsoft.apimanagement/service/apis": {"apitype": "type"},
    "microsoft.storage/storageaccounts": {
        "enablehttpstrafficonly": "supportsHttpsTrafficOnly",
        "ipaddressorrange": "value",
        "networkruleset": "networkAcls",
        "virtualnetworkresourceid": "id",
    },
}
"""What ``az`` prints under another name, by type: its key in lower case, and ARM's. However deep it stands."""

_NOT_PRINTED: dict[str, tuple[str, ...]] = {"microsoft.apimanagement/service/backends": ("circuitBreaker",)}
"""What a command leaves out of resources that have it: it asks an older version of the API."""


def nested(item: dict[str, Any], resource_type: str) -> dict[str, Value]:
    """Return envelope and properties of one resource, whether it was flattened or not.

    The properties are unknown where none are shown: nothing follows from what a list leaves out.
    """
    inside = _OWN_PROPERTIES.get(resource_type, frozenset())
    given = next((value for key, value in item.items() if key.lower() == "properties"), None)
    found: dict[str, Value] = {
        key.lower(): value for key, value in item.items() if key.lower() in ENVELOPE and key.lower() not in inside
    }
    if isinstance(given, dict):
        found["properties"] = _members(given)
        return found
    around = (_AROUND - inside) | {"properties"}
    flattened = {key: value for key, value in item.items() if key.lower() not in around}
    if all(value is None or key.lower() in _ALWAYS_THERE for key, value in flattened.items()):
        found["properties"] = Unknown("it was listed without its properties; an export of its type would tell")
    else:
        names = _RENAMED.get(resource_type, {})
        found["properties"] = {**_unshown(resource_type, flattened), **_members(_renamed(flattened, names))}
    return found


def _renamed(value: Any, names: dict[str, str]) -> Any:  # noqa: ANN401  # JSON of an export
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    if not names or not isinstance(value, dict):
        return value
    return {names.get(key.lower(), key): _renamed(inner, names) for key, inner in value.items()}


def _unshown(resource_type: str, body: dict[str, Any]) -> dict[str, Value]:
    shown = {key.lower() for key in body}
    missing = [key for key in _NOT_PRINTED.get(resource_type, ()) if key.lower() not in shown]
    return {key: Unknown(f"az leaves {key} out of what it prints; an answer of ARM would tell") for key in missing}


def _members(body: dict[str, Any]) -> dict[str, Value]:
    return {
        key: [_part(one) for one in value] if key.lower() in _LISTS and isinstance(value, list) else value
        for key, value in body.items()
    }


def _part(item: Any) -> Value:  # noqa: ANN401  # JSON of an export
    if not isinstance(item, dict):
        return str(item)
    given = item.get("properties")
    if isinstance(given, dict):
        return {**item, "properties": _members(given)}
    found: dict[str, Value] = {key: value for key, value in item.items() if key.lower() in _AROUND_PART}
    found["properties"] = _members({key: value for key, value in item.items() if key.lower() not in _AROUND_PART})
    return found
