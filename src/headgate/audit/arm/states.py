"""What a resource says of itself once it is deployed, as far as its name tells: where it answers."""

from collections.abc import Mapping

from headgate.audit.arm.opaque import opaque
from headgate.audit.graph.value import Value

ACCOUNT = "microsoft.cognitiveservices/accounts"

_ADDRESSES: dict[str, Mapping[str, str | Mapping[str, str]]] = {
    "microsoft.apimanagement/service": {"gatewayUrl": "https://NAME.azure-api.net"},
    "microsoft.documentdb/databaseaccounts": {"documentEndpoint": "https://NAME.documents.azure.com:443/"},
    "microsoft.keyvault/vaults": {"vaultUri": "https://NAME.vault.azure.net/"},
    "microsoft.search/searchservices": {"endpoint": "https://NAME.search.windows.net"},
    "microsoft.storage/storageaccounts": {
        "primaryEndpoints": {
            kind: f"https://NAME.{kind}.core.windows.net/" for kind in ("blob", "dfs", "file", "queue", "table")
        }
    },
    "microsoft.web/sites": {"defaultHostName": "NAME.azurewebsites.net"},
}
"""By type and property, in the public cloud (Microsoft Learn: the reference of each type)."""

TOLD_BY_NAME = frozenset({ACCOUNT, *_ADDRESSES})
"""Types of which something is known before they are deployed."""


def addresses(resource_type: str, name: str) -> dict[str, Value]:
    """Return the properties of a resource that follow from its name; none for other types.

    A name with unknown parts, in braces, gives unknown texts that are certainly filled.
    """
    known = _ADDRESSES.get(resource_type.lower(), {})
    return {key: _named(form, name) for key, form in known.items()}


def _named(form: str | Mapping[str, str], name: str) -> Value:
    if not isinstance(form, str):
        return {key: _named(inner, name) for key, inner in form.items()}
    return told(form.replace("NAME", name))


def account_endpoint(kind: str, domain: str, location: str) -> Value:
    """Return where an account answers: under its own name, or under that of its region when it has none.

    Microsoft Learn: "Custom subdomain names for Foundry Tools".
    """
    if not domain:
        return told(f"https://{location}.api.cognitive.microsoft.com/")
    return told(f"https://{domain}.{'openai' if kind.lower() == 'openai' else 'cognitiveservices'}.azure.com/")


def told(text: str) -> Value:
    """Return a text, or an unknown one that is certainly filled when a part of it, in braces, is unknown."""
    return opaque(f"known only once deployed: {text}", text, filled=True) if "{" in text else text
