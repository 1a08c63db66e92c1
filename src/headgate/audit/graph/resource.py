"""One Azure resource, in the nested shape of ARM whatever its source flattened it to."""

from msgspec import Struct

from headgate.audit.graph.source import Source
from headgate.audit.graph.value import Unknown, Value


class Resource(Struct, frozen=True, eq=False):
    """A resource as declared, exported or read. Two are the same only if they are one object."""

    type: str
    """The full ARM type in lower case: ``microsoft.cognitiveservices/accounts/deployments``."""
    name: str
    """The full ARM name, ``account/deployment``; ``(unknown: …)`` when it cannot be computed."""
    id: str
    """The ARM id in lower case, unique in a graph; for templates a made one that is stable (``resource_id``)."""
    source: Source
    path: str = ""
    """The place in the source: ``resources[3]``, ``resources.account``, ``value[0]``."""
    location: Value = None
    kind: Value = None
    sku: Value = None
    identity: Value = None
    tags: Value = None
    zones: Value = None
    properties: Value = None
    """ARM's own ``properties``; None when the source gave none."""
    api_version: str = ""
    """Of the API that it is written for: some defaults hang on it. Empty when the source does not say."""
    scope: str | Unknown | None = None
    """Of extension resources (diagnostic settings, role assignments, locks): the id of what they are about."""
    existing: bool = False
    """The source only refers to it: what it does not say is unknown, not ARM's default."""
    certain: bool | Unknown = True
    """``Unknown`` when its condition cannot be computed. A resource whose condition is false is not in the graph."""
    declarations: tuple["Resource", ...] = ()
    """Each as its source wrote it, when there are several that were put together to this one."""

    @property
    def short_name(self) -> str:
        """The last part of the name."""
        return self.name.rpartition("/")[2]
