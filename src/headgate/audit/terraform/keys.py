"""Keys that a plan hands on: attributes in which azurerm gives out what ``listKeys`` of ARM does."""

from headgate.audit.graph.value import Unknown, Value, look
from headgate.audit.secrets import sounds_secret
from headgate.audit.terraform.declared import Declared

KEYS = frozenset(
    {
        f"{prefix}{which}_{what}"
        for prefix in ("", "default_")
        for which in ("primary", "secondary")
        for what in ("access_key", "key", "shared_key", "connection_string", "blob_connection_string")
    }
)
"""Attributes of accounts, caches, services and stores, in versions 3 to 5 of azurerm."""
LISTED = "listKeys() by Terraform: "
"""How the reason of such an unknown begins: rules take it as they take a key that an ARM template lists."""


def name_keys(body: dict[str, Value], meant: list[tuple[Declared, str]]) -> None:
    """Say of unknown settings with the name of a secret that they are keys, when only keys can be meant.

    A plan tells what the settings of an application refer to, but not which setting to what: nothing is said where one
    of them may as well be kept in Key Vault.
    """
    keys = [f"{one.address}.{attribute}" for one, attribute in meant if attribute in KEYS]
    if not keys or any("key_vault" in one.type for one, _ in meant):
        return
    settings = look(body, "properties", "siteConfig", "appSettings")
    for setting in settings if isinstance(settings, list) else ():
        name = look(setting, "name")
        if not isinstance(setting, dict) or not isinstance(name, str) or not sounds_secret(name):
            continue
        if isinstance(setting.get("value"), Unknown):
            setting["value"] = Unknown(f"{LISTED}{name} is {' or '.join(dict.fromkeys(keys))}")
