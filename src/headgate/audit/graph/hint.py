"""Hints: what application settings and the files of an application's code say about what it uses."""

from typing import Literal, TypeAlias

from msgspec import Struct

from headgate.audit.graph.source import Source
from headgate.audit.graph.value import Value

HINT = "headgate/hint"

HintKind: TypeAlias = Literal["package", "api-version", "setting", "call"]
"""``package``: a dependency (value: its version). ``api-version``: one that is sent. ``setting``: of an application.
``call``: an API that is called (value: as written)."""


class Hint(Struct, frozen=True, eq=False):
    """One thing that a file says."""

    kind: HintKind
    name: str
    """The package, the setting, or the API."""
    value: Value
    id: str
    source: Source
    path: str = ""

    @property
    def type(self) -> str:
        """Always ``headgate/hint``."""
        return HINT
