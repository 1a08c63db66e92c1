"""ARM ids: making them for resources of templates, and finding the way from one to another."""

ABSENT = "template"
"""Stands for the subscription and the group that a template is deployed to, when nothing says which."""


def resource_id(
    resource_type: str, name: str, *, subscription: str = ABSENT, group: str = ABSENT, scope: str | None = None
) -> str:
    """Return the id of a resource, in lower case.

    ``name`` has as many parts as the type has after its provider: ``account/deployment``. With ``scope`` it is an
    extension resource of that id. A name with missing parts gives an id that is still stable.
    """
    provider, *kinds = resource_type.lower().split("/")
    names = name.lower().split("/", len(kinds) - 1) if kinds else [name.lower()]
    steps = [f"{kind}/{names[place]}" if place < len(names) else kind for place, kind in enumerate(kinds)]
    base = scope.lower().rstrip("/") if scope else f"/subscriptions/{subscription}/resourcegroups/{group}".lower()
    return "/".join([base, "providers", provider, *steps])


def parent_id(identifier: str) -> str | None:
    """Return the id of the resource that contains this one; None for one that stands alone."""
    head, _, tail = identifier.lower().rpartition("/providers/")
    parts = tail.split("/")
    return f"{head}/providers/{'/'.join(parts[:-2])}" if len(parts) > 3 else None


def group_id(identifier: str) -> str | None:
    """Return the id of the resource group that an id lies in; None when it lies in none."""
    parts = identifier.lower().split("/")
    return "/".join(parts[:5]) if len(parts) >= 5 and parts[3] == "resourcegroups" else None


def subscription_of(identifier: str) -> str | None:
    """Return the subscription that an id lies in; None when it lies in none."""
    parts = identifier.lower().split("/")
    return parts[2] if len(parts) >= 3 and parts[1] == "subscriptions" else None


def type_of(identifier: str) -> str:
    """Return the full type that an id ends in, in lower case; empty when it is no resource's id."""
    _, found, tail = identifier.lower().rpartition("/providers/")
    provider, *parts = tail.split("/")
    return "/".join([provider, *parts[::2]]) if found else ""
