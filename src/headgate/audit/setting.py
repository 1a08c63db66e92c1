"""Judging one setting of a resource: the comparison that most rules consist of, in one place."""

from collections.abc import Iterable

from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import MISSING, Missing, Unknown, Value, look, same
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown


def setting(resource: Resource, path: str, *, default: Value = None) -> Value | Missing:
    """Return what stands below ``properties`` at a path like ``networkAcls.defaultAction``, or ARM's default.

    Unknown where nobody can tell: what is only referred to, or read without its properties, has no defaults.
    """
    value = look(resource.properties, *path.split("."))
    if value is not MISSING and value is not None:
        return value
    if resource.existing:
        return Unknown(f"{resource.name} is only referred to; its own template or an export would tell")
    if resource.properties is None and resource.source.kind in {"az-export", "live"}:
        return Unknown(f"{resource.name} was read without its properties")
    return default


def quoted(resource: Resource, path: str) -> Quote:
    """Quote what stands below ``properties`` at a path."""
    return Quote(resource, f"properties.{path}", look(resource.properties, *path.split(".")))


def expect(resource: Resource, path: str, *wanted: Value, default: Value, otherwise: str, fine: str = "") -> Verdict:
    """Pass when a setting is one of the wanted values, fail when it is another.

    ``default`` is ARM's when nothing is set; ``otherwise`` and ``fine`` say what follows from a wrong and a right one.
    """
    value = setting(resource, path, default=default)
    quote = quoted(resource, path)
    if isinstance(value, Unknown):
        return unknown(f"{path} cannot be told: {value.reason}", quote)
    said = shown(resource, path, value)
    matches = one_of(value, wanted)
    if isinstance(matches, Unknown):
        return unknown(f"{path} cannot be told: {matches.reason}", quote)
    if matches:
        return passed(f"{said}: {fine}" if fine else said, quote)
    return failed(f"{said}: {otherwise}", quote)


def one_of(value: Value | Missing, wanted: Iterable[Value]) -> bool | Unknown:
    """Whether a value is one of some, compared as ARM does."""
    if isinstance(value, Unknown):
        return value
    return any(same(value, one) is True for one in wanted)


def shown(resource: Resource, path: str, value: Value | Missing) -> str:
    """Say what a setting is, and whether that is only ARM's default."""
    written = look(resource.properties, *path.split("."))
    text = str(value).lower() if isinstance(value, bool) else value
    if written is MISSING or written is None:
        return f"{path} is not set" if value is None else f"{path} is not set, which means {text}"
    return f"{path} is {text}"


def kind_of(resource: Resource) -> str | Unknown:
    """Return the kind in lower case; empty when there is none."""
    if isinstance(resource.kind, Unknown):
        return resource.kind
    return resource.kind.lower() if isinstance(resource.kind, str) else ""


def sku_name(resource: Resource) -> str | Unknown:
    """Return the name of the SKU in lower case; empty when none is given."""
    name = look(resource.sku, "name")
    if name is MISSING or name is None:
        name = look(resource.properties, "sku", "name")
    if isinstance(name, Unknown):
        return name
    if isinstance(name, str):
        return name.lower()
    return Unknown(f"{resource.name} is only referred to") if resource.existing else ""
