"""What a resource of a template is called: full type, full name, id, and for an extension what it is about."""

from msgspec import Struct

from headgate.audit.arm.place import Place

_AT_SUBSCRIPTION = frozenset({"microsoft.resources/resourcegroups"})

EXTENSIONS = frozenset(
    {
        "microsoft.authorization/locks",
        "microsoft.authorization/policyassignments",
        "microsoft.authorization/policyexemptions",
        "microsoft.authorization/roleassignments",
        "microsoft.authorization/roleeligibilityschedulerequests",
        "microsoft.consumption/budgets",
        "microsoft.insights/diagnosticsettings",
        "microsoft.security/pricings",
    }
)
"""Types that are always about something: without a scope, about what they are deployed to."""


class Called(Struct, frozen=True):
    """The names of one resource."""

    type: str
    """The full type, as written."""
    name: str
    """The full name; what is unknown in it is in braces."""
    id: str
    """With the letters of the names as written; ids are compared in lower case."""
    scope: str | None
    """The id of what an extension is about."""


def called(resource_type: str, name: str, place: Place, *, scope: str | None, parent: Called | None) -> Called:
    """Work out the names of a resource as it stands in a template.

    ``parent``: the resource in whose ``resources`` it stands; type and name are then relative to it, unless the type is
    a full one. ``scope``: what its property ``scope`` says, as an id or as ``Provider/kind/name``.
    """
    if parent is not None and resource_type.lower().startswith("providers/"):
        space, _, own = name.partition("/")
        return called(f"{space}/{resource_type.partition('/')[2]}", own, place, scope=parent.id, parent=None)
    if parent is not None and not _is_full(resource_type):
        resource_type, name = f"{parent.type}/{resource_type}", f"{parent.name}/{name}"
    elif parent is not None and resource_type.lower() in EXTENSIONS:
        scope = scope or parent.id
    elif parent is not None and "/" not in name and resource_type.lower().startswith(parent.type.lower() + "/"):
        name = f"{parent.name}/{name}"
    base, kind, space = resource_type.partition("/providers/")
    if kind:
        return _legacy(base, space, name, place)
    about = _about(scope, place)
    if about is None and resource_type.lower() in EXTENSIONS:
        about = place.id or "/"
    return Called(resource_type, name, _id(resource_type, name, _base(resource_type, place, about)), about)


def _is_full(resource_type: str) -> bool:
    return "." in resource_type.partition("/")[0] and "/" in resource_type


def _legacy(base: str, own: str, name: str, place: Place) -> Called:
    """``Provider/kind/providers/extension`` named ``resource/Provider/own``: an extension, written as a child."""
    parts = name.split("/")
    depth = base.count("/")
    target = called(base, "/".join(parts[:depth]), place, scope=None, parent=None)
    space = parts[depth] if len(parts) > depth else "Microsoft.Insights"
    full = f"{space}/{own}"
    rest = "/".join(parts[depth + 1 :])
    return Called(full, rest, _id(full, rest, target.id), target.id)


def _about(scope: str | None, place: Place) -> str | None:
    if scope is None or scope == "":
        return None
    if scope.startswith(("/", "{")) or "." not in scope.partition("/")[0]:
        return scope.rstrip("/") or "/"
    return f"{_base(scope, place, None)}/providers/{scope}"


def _base(resource_type: str, place: Place, about: str | None) -> str:
    if about is not None:
        return "" if about == "/" else about
    if resource_type.lower() in _AT_SUBSCRIPTION:
        return place.subscription_id
    return place.id


def _id(resource_type: str, name: str, base: str) -> str:
    provider, *kinds = resource_type.split("/")
    if resource_type.lower() == "microsoft.resources/resourcegroups":
        return f"{base}/resourceGroups/{name}"
    names = name.split("/", len(kinds) - 1) if kinds else [name]
    steps = [f"{kind}/{names[place]}" if place < len(names) else kind for place, kind in enumerate(kinds)]
    return "/".join([base, "providers", provider, *steps])


def readable(name: str) -> str:
    """Write a name so that nobody takes it for a real one: parts with something unknown as ``(unknown: …)``."""
    return "/".join(f"(unknown: {part})" if "{" in part else part for part in name.split("/"))
