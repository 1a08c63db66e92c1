"""Resources of azapi: ARM's own shape in the attribute ``body``, an object since version 2, JSON text before.

A resource of type ``azapi_update_resource`` only changes one that exists, or that the same plan declares otherwise.
"""

import json

from headgate.audit.arm.naming import readable
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source
from headgate.audit.graph.value import Missing, Unknown, Value, look
from headgate.audit.terraform.declared import Declared
from headgate.audit.terraform.identifying import azapi_type

_ENVELOPE = ("location", "kind", "sku", "identity", "tags", "zones", "properties")


def azapi_resource(one: Declared, identifier: str, identity: Value, source: Source) -> Resource:
    """Return a declaration of azapi. ``identity``: what its block says, in ARM's shape; None without one."""
    body = _parsed(one.values.get("output" if one.data else "body"))
    values: dict[str, Value] = {}
    for key in _ENVELOPE:
        found = look(body, key)
        own = one.values.get(key)
        if not isinstance(found, Missing):
            values[key] = found
        elif own is not None and key in {"location", "tags"}:
            values[key] = own
    if isinstance(body, Unknown):
        values["properties"] = body
    if identity is not None:
        values.setdefault("identity", identity)
    kind = azapi_type(one)
    head = identifier.rpartition("/providers/")[0]
    extension = "/providers/" in head or kind.startswith("microsoft.authorization/")
    return Resource(
        type=kind,
        name=readable("/".join(identifier[identifier.rfind("/providers/") :].split("/")[4::2])),
        id=identifier,
        source=source,
        path=one.address,
        scope=head if extension else None,
        existing=one.data,
        **values,  # type: ignore[arg-type]  # keys of the envelope
    )


def _parsed(body: Value) -> Value:
    if not isinstance(body, str):
        return body
    try:
        found: Value = json.loads(body)
    except (ValueError, RecursionError):
        return Unknown("the body is no valid JSON")
    return found
