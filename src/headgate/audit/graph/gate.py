"""Headgate's own configuration as evidence."""

from msgspec import Struct

from headgate.audit.graph.source import Source
from headgate.audit.graph.value import Value

GATE = "headgate/gate"


class GateConfiguration(Struct, frozen=True, eq=False):
    """One configuration of Headgate, layered and with secrets masked."""

    name: str
    """The file."""
    id: str
    source: Source
    properties: Value
    """The tree of keys as docs/configuration.md names them; what is absent has the default given there."""
    path: str = ""

    @property
    def type(self) -> str:
        """Always ``headgate/gate``."""
        return GATE
