"""What ``az`` flattens, put back into ARM's nested shape.

The command line takes ``properties`` away from many resources, and from the parts of some lists inside them: which ones
is data, below: as far as it is known, for it was not held against outputs of a real command line. What a resource has
nested already is taken as it is.
"""

from typing import Any

from headgate.audit.graph.value import Value

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
        "securityrules",
        "subnets",
        "virtualnetworkpeerings",
    }
)
"""Lists whose parts have properties of their own in ARM."""
_AROUND_PART = frozenset({"etag", "id", "name", "resourcegroup", "type"})


def nested(item: dict[str, Any], resource_type: str) -> dict[str, Value]:
    """Return envelope and properties of one resource, whether it was flattened or not."""
    inside = _OWN_PROPERTIES.get(resource_type, frozenset())
    given = next((value for key, value in item.items() if key.lower() == "properties"), None)
    found: dict[str, Value] = {
        key.lower(): value for key, value in item.items() if key.lower() in ENVELOPE and key.lower() not in inside
    }
    if isinstance(given, dict):
        found["properties"] = _members(given)
        return found
    around = _AROUND - inside
    found["properties"] = _members({key: value for key, value in item.items() if key.lower() not in around})
    return found


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
