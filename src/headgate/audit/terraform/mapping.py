"""The words in which a table says where an attribute of azurerm goes in ARM."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from msgspec import Struct

from headgate.audit.graph.value import Unknown, Value


class To(Struct, frozen=True):
    """Where the value of one attribute goes."""

    target: str
    """With dots: ``properties.networkAcls.defaultAction``."""
    via: Callable[[Value], Value] | None = None
    """Changes a known value on its way."""
    identifier: bool = False
    """Whether it is an id: one that is not known yet is looked up by what it refers to."""
    computed: bool = False
    """Azure gives it out: where the configuration leaves it out it has no default, it is not known yet."""
    secret: bool = False
    """Whether it is the address of a secret: one that is not known yet is made of the secret that it refers to."""
    wraps: bool = False
    """Whether ``via`` puts the value into something, and so takes one that is unknown as well."""


class Each(Struct, frozen=True):
    """A block that may stand several times, as a list of objects."""

    target: str
    fields: "Fields"
    apart: str = ""
    """The type of azurerm that declares such parts by themselves: where a plan has some, the block is empty."""


class Inner(Struct, frozen=True):
    """A block that is a resource of its own in ARM, inside the one in which it is written."""

    block: str
    kind: str
    """The last part of its type."""
    fields: "Fields"
    name: str = "default"


Fields: TypeAlias = Mapping[str, To | Each | tuple[To, ...]]
"""By attribute; inside a block that stands once with dots: ``network_acls.default_action``."""


class Table(Struct, frozen=True):
    """One type of azurerm."""

    terraform: str
    arm: str
    """The full type."""
    fields: Fields
    parent: str = ""
    """The attribute with the id of the resource above."""
    parent_names: tuple[str, ...] = ()
    """Attributes with the names above, the outermost first, for types that name their parents instead.

    Both are given where versions of the provider differ: the id counts when it is there.
    """
    name: str = "name"
    """The attribute with its own name; ``=default`` for one that is always called so."""
    scope: str = ""
    """Of extensions: the attribute with the id of what they are about."""
    fixed: Mapping[str, Value] = {}
    """What azurerm always sets, by target."""
    inner: tuple[Inner, ...] = ()
    left_open: frozenset[str] = frozenset()
    """Blocks that azurerm reads back when they are not written, and that Azure fills with what is least safe.

    One that a configuration does not write is judged as absent. A dynamic block of which only an apply knows how many
    there are looks the same; of these there is one at most, and nobody makes that hang on another resource.
    """
    onto: str = ""
    """Of types that only add to another resource: the attribute with its id."""


def to(target: str) -> To:
    """Take a value as it is."""
    return To(f"properties.{target}")


def ident(target: str) -> To:
    """Take an id."""
    return To(f"properties.{target}", identifier=True)


def secret(target: str) -> To:
    """Take the address of a secret in Key Vault."""
    return To(f"properties.{target}", secret=True)


def given_out(target: str) -> To:
    """Take what Azure gives out."""
    return To(f"properties.{target}", computed=True)


def objects(target: str, key: str) -> To:
    """Write a list of texts as a list of objects that hold one each."""
    return To(
        f"properties.{target}",
        lambda value: [{key: one} for one in value] if isinstance(value, list) else value,
    )


def enabled(target: str) -> To:
    """Write true and false as ``Enabled`` and ``Disabled``."""
    return To(f"properties.{target}", lambda value: "Enabled" if value is True or value == "true" else "Disabled")


def inverted(target: str) -> To:
    """Write true as false and false as true."""
    return To(f"properties.{target}", lambda value: not value if isinstance(value, bool) else value)


def each(target: str, **fields: To | Each) -> Each:
    """Take a repeated block; its targets are relative to one object."""
    return Each(f"properties.{target}", fields)


def within(target: str, *, identifier: bool = False) -> To:
    """Take a value inside a repeated block."""
    return To(target, identifier=identifier)


COMMON: Fields = {
    "location": To("location"),
    "tags": To("tags"),
    "zones": To("zones"),
    "identity.type": To("identity.type"),
    "identity.principal_id": To("identity.principalId", computed=True),
    "identity.identity_ids": To(
        "identity.userAssignedIdentities",
        lambda value: (
            {one: {} for one in value if isinstance(one, str)}
            if isinstance(value, list)
            else Unknown("the identities are no list")
        ),
    ),
}
"""Attributes that mean the same for every type."""
SKU: Fields = {"sku_name": To("sku.name")}
