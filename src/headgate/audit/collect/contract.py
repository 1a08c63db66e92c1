"""What a collector is: it recognises a document by its content and turns it into evidence."""

import datetime
from collections.abc import Mapping
from typing import Any, Protocol

from msgspec import Struct

from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.hint import Hint
from headgate.audit.graph.policy import PolicyDocument
from headgate.audit.graph.resource import Resource


class Document(Struct, frozen=True, eq=False):
    """A file that was read, once, within the limits of ``reading``."""

    path: str
    """As the person named it, or below the folder that they named."""
    text: str
    data: Any
    """Parsed JSON or YAML; None when the file is neither."""
    named: bool = True
    """Whether the person named this very file; otherwise it was found in a folder."""

    @property
    def file_name(self) -> str:
        """The last part of the path."""
        return self.path.replace("\\", "/").rpartition("/")[2]


class Trouble(Struct, frozen=True):
    """Something that could not be read or understood."""

    path: str
    """The file, with the place inside it if there is one."""
    reason: str
    """What is wrong and what would be right."""


class Evidence(Struct, frozen=True):
    """What one document gives."""

    resources: tuple[Resource, ...] = ()
    policies: tuple[PolicyDocument, ...] = ()
    gates: tuple[GateConfiguration, ...] = ()
    hints: tuple[Hint, ...] = ()
    complete_types: frozenset[str] = frozenset()
    """Types of which this document has every one (an export of that type). Declaring sources leave it empty."""
    troubles: tuple[Trouble, ...] = ()
    """Parts that could not be read."""
    uses: tuple[str, ...] = ()
    """Paths of documents that were taken in with this one (linked templates, parameters): they do not count again."""
    gaps: tuple[str, ...] = ()
    """What a declaring source names without showing it (a linked template elsewhere): what may be in there."""


class Context(Struct, frozen=True):
    """What collectors may know beside the document."""

    now: datetime.datetime
    """With a time zone."""
    parameters: tuple[Document, ...] = ()
    """Parameter files, the later winning."""
    documents: Mapping[str, Document] = {}
    """Every document of the run by path: linked templates, fragments and layered configurations refer to each other."""


class Collector(Protocol):
    """One kind of source. A file in this package with one instance named ``COLLECTOR``, and a line in ``registry``."""

    @property
    def name(self) -> str:
        """For messages: ``ARM template``."""

    def recognises(self, document: Document) -> bool:
        """Whether the content is of this kind. Cheap, and never raises."""

    def collect(self, document: Document, context: Context) -> Evidence:
        """Return what the document says; unknown values stay unknown."""
