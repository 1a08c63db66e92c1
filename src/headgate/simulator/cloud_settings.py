"""What can be set about the simulated cloud around the resources."""

from typing import Annotated

from msgspec import Meta, Struct, field

Count = Annotated[int, Meta(ge=1)]
DEMO_TENANT = "11111111-2222-4333-8444-555555555555"


class PrincipalSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody in the directory: an application with a secret, or a person who signs in on a device."""

    object_id: str
    client_id: str = ""
    """Of an application."""
    secret: str = ""
    """With it the application gets tokens; known to everyone, worth nothing."""
    groups: list[str] = field(default_factory=list)
    """Object ids of the groups it is in; past 200 a token names where to ask instead."""
    app_roles: list[str] = field(default_factory=list)
    """The claim ``roles``."""


class CloudSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The issuer of tokens, Resource Manager, a Key Vault and Graph, on one port."""

    tenant: str = DEMO_TENANT
    port: Annotated[int, Meta(ge=0, le=65535)] | None = None
    """Without it, or 0: a free one."""
    token_seconds: Count = 3_600
    """How long a token is good."""
    principals: dict[str, PrincipalSettings] = field(default_factory=dict)
    """The directory, by names that `roles` of resources use."""
    secrets: dict[str, str] = field(default_factory=dict)
    """What the Key Vault holds."""
