"""The resources in a plan, in ``terraform show -json`` of a state, or in a state file."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from msgspec import Struct

from headgate.audit.graph.value import Unknown, Value

RESOURCES_MAX = 20_000
UNTIL_APPLIED = "known only after terraform apply"
_KEYS = re.compile(r"\[[^\]]*\]")


class Declared(Struct, frozen=True, eq=False):
    """One instance of a resource or of a data source."""

    address: str
    """``module.ai["eu"].azurerm_cognitive_account.main[0]``."""
    type: str
    values: dict[str, Value]
    """Attributes; what only an apply knows is unknown."""
    data: bool = False
    """A data source: the resource exists elsewhere."""

    @property
    def module(self) -> tuple[str, ...]:
        """Names of the modules around it, without keys."""
        parts = self.bare.split(".")
        count = 0
        while parts[2 * count : 2 * count + 1] == ["module"]:
            count += 1
        return tuple(parts[1 : 2 * count : 2])

    @property
    def bare(self) -> str:
        """The address without keys of modules and instances."""
        return _KEYS.sub("", self.address)

    @property
    def local(self) -> str:
        """The address inside its module, without keys: ``azurerm_cognitive_account.main``."""
        return ".".join(self.bare.split(".")[2 * len(self.module) :])

    @property
    def prefix(self) -> str:
        """The address of its module with keys, with a dot at its end; empty in the root."""
        local_start = self.address.rfind(("data." if self.data else "") + self.type + ".")
        return self.address[:local_start]

    @property
    def key(self) -> str:
        """Its own key, with brackets; empty when it has none."""
        match = re.search(r"\[[^\]]*\]$", self.address)
        return match.group() if match else ""


def declared_in(data: dict[str, Any]) -> list[Declared]:
    """Return what a plan leaves behind, or what a state holds."""
    found: list[Declared] = []
    for one in _all(data):
        if len(found) == RESOURCES_MAX:
            raise OverflowError(f"more than {RESOURCES_MAX} resources")
        found.append(one)
    return found


def _all(data: dict[str, Any]) -> Iterator[Declared]:
    if data.get("resource_changes") or "planned_values" in data:
        yield from _changes(data) if data.get("resource_changes") else _planned(data)
        prior = data.get("prior_state")
        for one in _module((prior.get("values") or {}).get("root_module") if isinstance(prior, dict) else None):
            if one.data:
                yield one
    elif isinstance(data.get("values"), dict):
        yield from _module(data["values"].get("root_module"))
    else:
        yield from _state_file(data)


def _changes(data: dict[str, Any]) -> Iterator[Declared]:
    for one in data.get("resource_changes") or []:
        change = one.get("change") if isinstance(one, dict) else None
        if not isinstance(change, dict) or not isinstance(change.get("after"), dict):
            continue
        values = overlaid(change["after"], change.get("after_unknown"))
        if isinstance(values, dict):
            yield Declared(str(one.get("address")), str(one.get("type")), values, one.get("mode") == "data")


def _planned(data: dict[str, Any]) -> Iterator[Declared]:
    """Read a plan that was cut down to its values: what only an apply knows is absent there (see ``hidden``)."""
    values = data.get("planned_values")
    yield from _module(values.get("root_module") if isinstance(values, dict) else None)


def _module(module: Any) -> Iterator[Declared]:  # noqa: ANN401  # JSON of a plan
    if not isinstance(module, dict):
        return
    for one in module.get("resources") or []:
        if isinstance(one, dict) and isinstance(one.get("values"), dict):
            yield Declared(str(one.get("address")), str(one.get("type")), one["values"], one.get("mode") == "data")
    for child in module.get("child_modules") or []:
        yield from _module(child)


def _state_file(data: dict[str, Any]) -> Iterator[Declared]:
    for one in data.get("resources") or []:
        if not isinstance(one, dict):
            continue
        is_data = one.get("mode") == "data"
        parts = [one.get("module"), "data" if is_data else None, one.get("type"), one.get("name")]
        address = ".".join(str(part) for part in parts if part)
        for instance in one.get("instances") or []:
            if isinstance(instance, dict) and isinstance(instance.get("attributes"), dict):
                key = instance.get("index_key")
                shown = "" if key is None else f'["{key}"]' if isinstance(key, str) else f"[{key}]"
                yield Declared(f"{address}{shown}", str(one.get("type")), instance["attributes"], is_data)


def overlaid(value: Any, unknown: Any) -> Value:  # noqa: ANN401  # JSON of a plan
    """Put unknown values where ``after_unknown`` says so."""
    if unknown is True:
        return Unknown(UNTIL_APPLIED)
    if isinstance(unknown, dict) and isinstance(value, dict | None):
        inner = value or {}
        return {
            key: overlaid(inner.get(key), unknown.get(key)) for key in [*inner, *(k for k in unknown if k not in inner)]
        }
    if isinstance(unknown, list) and isinstance(value, list):
        return [overlaid(one, hidden) for one, hidden in zip_longest(value, unknown)]
    if isinstance(unknown, list) and unknown and value is None:
        return [overlaid(None, one) for one in unknown]
    result: Value = value
    return result
