"""What the name of a resource tells when parts of it cannot be computed.

A template's name with such parts reads ``(unknown: oai-{environmentName}-{#x7w2})``: what is in braces is unknown, by
the name of the parameter it comes from; what begins with ``#`` there is a hash, which says nothing to anybody.
"""

import re

from headgate.audit.graph.resource import Resource

_OPENING = "(unknown: "
_BRACED = re.compile(r"\{([^{}]*)\}")
_MEANINGLESS = re.compile(r"#|utcNow\b|newGuid\b")


def written(resource: Resource) -> str:
    """Return what is known of the last part of a name, without its unknown parts."""
    name = resource.short_name
    if not name.startswith(_OPENING):
        return name
    return _BRACED.sub("", name[len(_OPENING) : -1]) if _BRACED.search(name) else ""


def unknown_parts(resource: Resource) -> tuple[str, ...]:
    """Return the unknown parts of the last part of a name that may say something once they are known."""
    name = resource.short_name
    if not name.startswith(_OPENING):
        return ()
    found = _BRACED.findall(name)
    return tuple(one for one in found if not _MEANINGLESS.match(one)) if found else (name,)
