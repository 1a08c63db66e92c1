"""Resources as Azure gives them out: ``az … -o json``, answers of ARM (``value``) and of Resource Graph (``data``)."""

from typing import Any

from headgate.audit.arm.naming import EXTENSIONS
from headgate.audit.collect.contract import Context, Document, Evidence, Trouble
from headgate.audit.collect.flattened import nested
from headgate.audit.collect.inlined import with_children
from headgate.audit.graph.ids import parent_id, type_of
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source
from headgate.audit.graph.value import Value, look

_EMPTY_LISTS = {
    "cognitiveservices-account": "microsoft.cognitiveservices/accounts",
    "private-endpoint": "microsoft.network/privateendpoints",
    "private-dns": "microsoft.network/privatednszones",
    "nsg": "microsoft.network/networksecuritygroups",
    "vnet": "microsoft.network/virtualnetworks",
    "keyvault": "microsoft.keyvault/vaults",
    "apim": "microsoft.apimanagement/service",
    "role-assignment": "microsoft.authorization/roleassignments",
    "policy-assignment": "microsoft.authorization/policyassignments",
}
"""What an empty list is a list of, by what its file's name holds: nothing inside it can tell."""


class AzureExport:
    """Reads exports."""

    name = "az export"

    def recognises(self, document: Document) -> bool:
        """Whether it holds resources with ARM ids, or is an empty list named after one."""
        items, _ = _items(document.data)
        if items == []:
            return _empty_type(document) is not None
        return items is not None and all(_is_resource(item) for item in items)

    def collect(self, document: Document, context: Context) -> Evidence:
        """Return the resources, in ARM's nested shape, and of which types the list is whole."""
        items, place = _items(document.data)
        source = Source(document.path, "az-export", context.now)
        found = [
            _resource(item, source, f"{place}[{index}]" if place is not None else "")
            for index, item in enumerate(items or ())
        ]
        if not found:
            empty = _empty_type(document)
            return Evidence(complete_types=frozenset({empty} if empty else ()))
        troubles: tuple[Trouble, ...] = ()
        complete: frozenset[str] = frozenset()
        if _continued(document.data):
            reason = "only a part of the list: it goes on at nextLink or skipToken; export it whole"
            troubles = (Trouble(document.path, reason),)
        elif place is not None and not _is_graph_answer(document.data):
            complete = _complete(found)
        return Evidence(resources=tuple(with_children(found)), complete_types=complete, troubles=troubles)


def _items(data: Any) -> tuple[list[Any] | None, str | None]:  # noqa: ANN401  # JSON of a file
    """Return the resources in a file, and the place of the list; None and None when it holds no such thing."""
    if isinstance(data, list):
        return data, ""
    if not isinstance(data, dict):
        return None, None
    if "contentVersion" in data or "$schema" in data:
        return None, None
    for key in ("value", "data"):
        if isinstance(data.get(key), list) and not _is_resource(data):
            return data[key], key
    return ([data], None) if _is_resource(data) else (None, None)


def _is_resource(item: Any) -> bool:  # noqa: ANN401  # JSON of a file
    identifier = item.get("id") if isinstance(item, dict) else None
    if not isinstance(identifier, str) or not identifier.startswith("/"):
        return False
    return bool(type_of(identifier)) or "/resourcegroups/" in identifier.lower()


def _empty_type(document: Document) -> str | None:
    name = document.file_name.lower().replace("_", "-")
    return next((kind for word, kind in _EMPTY_LISTS.items() if word in name), None)


def _is_graph_answer(data: Any) -> bool:  # noqa: ANN401  # JSON of a file
    """Whether a query chose what is in it: then it is whole only for that query."""
    return isinstance(data, dict) and isinstance(data.get("data"), list)


def _continued(data: Any) -> bool:  # noqa: ANN401  # JSON of a file
    keys = ("nextLink", "@odata.nextLink", "skipToken", "$skipToken", "skip_token")
    return isinstance(data, dict) and any(data.get(key) for key in keys)


def _resource(item: dict[str, Any], source: Source, path: str) -> Resource:
    identifier = item["id"].lower().rstrip("/")
    resource_type = type_of(identifier) or "microsoft.resources/resourcegroups"
    values = nested(item, resource_type)
    return Resource(
        type=resource_type,
        name=_full_name(item["id"].rstrip("/")),
        id=identifier,
        source=source,
        path=path,
        scope=_scope(resource_type, identifier, values.get("properties")),
        **values,  # type: ignore[arg-type]  # keys of the envelope
    )


def _full_name(identifier: str) -> str:
    """Return every name in the last part of an id: ``account/deployment``."""
    at = identifier.lower().rfind("/providers/")
    if at < 0:
        return identifier.rpartition("/")[2]
    return "/".join(identifier[at:].split("/")[4::2])


def _scope(resource_type: str, identifier: str, properties: Value) -> str | None:
    said = look(properties, "scope")
    if resource_type in EXTENSIONS and isinstance(said, str) and said.startswith("/"):
        return said.lower().rstrip("/") or "/"
    head = identifier.rpartition("/providers/")[0]
    if resource_type in EXTENSIONS or "/providers/" in head:
        return head or "/"
    return None


def _complete(found: list[Resource]) -> frozenset[str]:
    """Return the types of which a list holds every one.

    Of children and extensions a list is whole for the one resource that was asked: ``type@id``. Role assignments are
    listed for one scope unless asked otherwise; several scopes show that they were.
    """
    whole: set[str] = set()
    for kind in {one.type for one in found}:
        ours = [one for one in found if one.type == kind]
        owners = {one.scope or parent_id(one.id) for one in ours}
        if kind == "microsoft.authorization/roleassignments":
            whole |= {kind} if len(owners) > 1 else set()
        elif owners == {None}:
            whole.add(kind)
        elif len(owners) == 1:
            whole.add(f"{kind}@{owners.pop()}")
    return frozenset(whole)


COLLECTOR = AzureExport()
