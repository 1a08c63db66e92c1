"""Headgate's own configuration, as rules ask about it: the deployments behind each model, with what was left out."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.value import Missing, Unknown, UnknownValueError, Value, look
from headgate.audit.openai import word

_LOOPBACK = ("127.", "localhost", "[::1]")


class Member(Struct, frozen=True):
    """A deployment in a pool. Texts are in lower case; what is not given is empty."""

    key: str
    """``backend/deployment``."""
    backend: str
    model: str
    version: str
    kind: str
    region: str

    @property
    def provisioned(self) -> bool:
        """Whether its capacity is reserved."""
        return self.kind.endswith("provisioned")

    @property
    def standard(self) -> bool:
        """Whether it is paid by the token."""
        return self.kind.endswith("standard")


def section(gate: GateConfiguration, *path: str) -> Mapping[str, Value]:
    """Return a mapping of the configuration; empty when it is not there. Raises ``UnknownValueError``."""
    found = look(gate.properties, *path)
    if isinstance(found, Unknown):
        raise UnknownValueError(found.reason)
    return found if isinstance(found, dict) else {}


def items(value: Value | Missing) -> list[Value]:
    """Return a list of the configuration; empty when it is not there. Raises ``UnknownValueError``."""
    if isinstance(value, Unknown):
        raise UnknownValueError(value.reason)
    return value if isinstance(value, list) else []


def pools(gate: GateConfiguration) -> Iterator[tuple[str, list[list[Member]]]]:
    """Yield each model by the name callers use, with its pools; members that name no deployment are left out."""
    for name, model in section(gate, "models").items():
        keys = [[str(key) for key in items(pool)] for pool in items(look(model, "pools"))]
        members = [[_member(gate, key) for key in pool] for pool in keys]
        yield name, [[one for one in pool if one is not None] for pool in members]


def _member(gate: GateConfiguration, key: str) -> Member | None:
    backend, _, name = key.partition("/")
    found = look(gate.properties, "backends", backend, "deployments", name)
    if isinstance(found, Unknown):
        raise UnknownValueError(found.reason)
    if not isinstance(found, dict):
        return None
    return Member(
        key=key,
        backend=backend,
        model=word(look(found, "model")),
        version=word(look(found, "version")),
        kind=word(look(found, "kind")) or "standard",
        region=word(look(gate.properties, "backends", backend, "region")),
    )


def on_loopback(address: str) -> bool:
    """Whether only this machine reaches an address, ``host:port`` or a URL."""
    return address.partition("://")[2].startswith(_LOOPBACK) or address.startswith(_LOOPBACK)
