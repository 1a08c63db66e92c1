"""Secrets of a vault as ``az keyvault secret list`` prints them: what they are called and when they end, no values."""

import datetime
import re
from typing import Any

from headgate.audit.collect.contract import Context, Document, Evidence
from headgate.audit.graph.ids import resource_id
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source
from headgate.audit.graph.value import Unknown, Value

_TYPE = "microsoft.keyvault/vaults/secrets"
_ADDRESS = re.compile(
    r"https://([A-Za-z0-9-]+)\.vault\.[a-z.]+/secrets/([A-Za-z0-9-]+)(?:/[0-9a-f]+)?/?", re.IGNORECASE
)


class KeyVaultSecrets:
    """Reads lists of secrets."""

    name = "list of secrets in Key Vault"

    def recognises(self, document: Document) -> bool:
        """Whether every entry is called by the address of a secret."""
        data = document.data
        return isinstance(data, list) and bool(data) and all(_address(item) for item in data)

    def collect(self, document: Document, context: Context) -> Evidence:
        """Return the secrets; to which subscription their vault belongs is not told."""
        source = Source(document.path, "az-export", context.now)
        return Evidence(resources=tuple(_secret(item, source, place) for place, item in enumerate(document.data)))


def _address(item: Any) -> re.Match[str] | None:  # noqa: ANN401  # JSON of a file
    identifier = item.get("id") if isinstance(item, dict) else None
    return _ADDRESS.fullmatch(identifier) if isinstance(identifier, str) else None


def _secret(item: dict[str, Any], source: Source, place: int) -> Resource:
    found = _address(item)
    assert found is not None, "it was recognised by it"
    name = f"{found[1]}/{found[2]}"
    return Resource(
        type=_TYPE,
        name=name,
        id=resource_id(_TYPE, name),
        source=source,
        path=f"[{place}]",
        properties={"attributes": _attributes(item.get("attributes")), "contentType": item.get("contentType")},
    )


def _attributes(given: Any) -> Value:  # noqa: ANN401  # JSON of a file
    """Return attributes as ARM has them: ``exp`` in seconds, absent where the secret never ends."""
    if not isinstance(given, dict):
        return Unknown("the list was made without attributes")
    ends = given.get("expires")
    attributes: dict[str, Value] = {"enabled": given.get("enabled")}
    if isinstance(ends, str):
        attributes["exp"] = int(datetime.datetime.fromisoformat(ends).timestamp())
    return attributes


COLLECTOR = KeyVaultSecrets()
