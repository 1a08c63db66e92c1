"""What the benchmark asks of a contestant."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench.chat import Route


@dataclass(frozen=True)
class Upstream:
    """One upstream every contestant is set up for."""

    name: str
    """``plain``, ``tls``, ``stream``, ``stream-tls``: it names routes in every contestant."""
    url: str
    """``http://127.0.0.1:port`` or ``https://…``."""
    authority: Path
    """The authority to verify a TLS upstream against, PEM."""

    @property
    def model(self) -> str:
        """The model, and deployment, that leads to this upstream."""
        return "gpt-4o" if self.name == "plain" else f"gpt-4o-{self.name}"


@dataclass(frozen=True)
class Running:
    """A contestant that is up."""

    routes: Mapping[str, Route]
    """By upstream name."""
    pids: tuple[int, ...]
    """The processes that carry requests, pinned to the gate core."""
    side_pids: tuple[int, ...] = ()
    """Its other processes, which share the load core."""

    @property
    def all_pids(self) -> tuple[int, ...]:
        """Every process of it."""
        return (*self.pids, *self.side_pids)


class Contestant(Protocol):
    """One gateway (or plain proxy)."""

    name: str

    @property
    def setting(self) -> str:
        """One line for the table: how it was run."""
        ...

    def missing(self) -> str | None:
        """Why it cannot be run here; ``None`` when it can."""
        ...

    def version(self) -> str:
        """As the program itself or its package says."""
        ...

    def started(self, upstreams: list[Upstream], folder: Path) -> AbstractContextManager[Running]:
        """Run it, pinned, set up for all these upstreams; ``folder`` is for its files and logs."""
        ...
