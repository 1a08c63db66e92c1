"""What a finding can be about: a resource, a policy, a gate or a hint. All say what and where they are alike."""

from typing import Protocol

from headgate.audit.graph.source import Source


class Subject(Protocol):
    """Anything that a verdict or a quote can point at."""

    @property
    def type(self) -> str:
        """What it is: an ARM type in lower case, or ``headgate/…``."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def id(self) -> str:
        """Unique in a graph."""

    @property
    def source(self) -> Source:
        """Where it was read."""

    @property
    def path(self) -> str:
        """Its place in the source; empty when it is the whole source."""
