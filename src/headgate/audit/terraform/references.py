"""What an attribute refers to that only an apply will know: another resource of the same plan.

Read from the ``configuration`` of a plan: ``references`` of expressions, through variables and outputs of modules.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from headgate.audit.terraform.declared import Declared

STEPS_MAX = 40
"""Of one look-up, through modules: a circle ends here."""
_KEY = re.compile(r"\[[^\]]*\]")


class References:
    """Finds the resources that expressions mean."""

    def __init__(self, data: dict[str, Any], declared: Iterable[Declared]) -> None:
        configuration = data.get("configuration")
        self._root = configuration.get("root_module", {}) if isinstance(configuration, dict) else {}
        self._by_place: dict[tuple[tuple[str, ...], str], list[Declared]] = defaultdict(list)
        self.declared = tuple(declared)
        for one in self.declared:
            self._by_place[(one.module, one.local)].append(one)

    def meant(self, by: Declared, *path: str) -> tuple[Declared, str] | None:
        """Return the resource that an attribute refers to, and which attribute of it; None when it is not one alone."""
        return _one_of(by, self.all_meant(by, *path))

    def all_meant(self, by: Declared, *path: str) -> list[tuple[Declared, str]]:
        """Return every resource that an attribute refers to, and which attribute of each, in the order written."""
        return list(self._targets(by.module, self._expression(by, path), STEPS_MAX))

    def expressions(self, by: Declared) -> dict[str, Any]:
        """Return what the configuration writes for a resource; empty without a configuration."""
        found = self._expression(by, ())
        return found if isinstance(found, dict) else {}

    def left_out(self, by: Declared, *path: str) -> bool:
        """Whether the configuration is there and leaves an attribute out: Azure decides, and its default holds.

        Blocks that are not written are not seen through: a dynamic block is not in the configuration of a plan.
        """
        *around, last = path
        found = self._expression(by, tuple(around))
        blocks = found if isinstance(found, list) else [found]
        return bool(blocks) and all(isinstance(block, dict) and last not in block for block in blocks)

    def _module(self, names: tuple[str, ...]) -> dict[str, Any]:
        module = self._root
        for name in names:
            call = (module.get("module_calls") or {}).get(name)
            module = call.get("module", {}) if isinstance(call, dict) else {}
        return module if isinstance(module, dict) else {}

    def _expression(self, by: Declared, path: tuple[str, ...]) -> Any:  # noqa: ANN401  # JSON of a plan
        resources = self._module(by.module).get("resources")
        for one in resources if isinstance(resources, list) else ():
            if isinstance(one, dict) and one.get("address") == by.local:
                found = one.get("expressions")
                for part in path:
                    found = found[0] if isinstance(found, list) and found else found
                    found = found.get(part) if isinstance(found, dict) else None
                return found
        return None

    def _targets(
        self,
        module: tuple[str, ...],
        expression: Any,  # noqa: ANN401  # JSON of a plan
        steps: int,
    ) -> Iterable[tuple[Declared, str]]:
        references = expression.get("references") if isinstance(expression, dict) else None
        if not isinstance(references, list) or steps <= 0:
            return
        for reference in references:
            parts = [part for part in _KEY.sub("", str(reference)).split(".") if part]
            if parts[:1] == ["var"] and len(parts) > 1:
                call = (self._module(module[:-1]).get("module_calls") or {}).get(module[-1]) if module else None
                passed = (call.get("expressions") or {}).get(parts[1]) if isinstance(call, dict) else None
                yield from self._targets(module[:-1], passed, steps - 1)
            elif parts[:1] == ["module"] and len(parts) > 2:
                inner = (*module, parts[1])
                output = (self._module(inner).get("outputs") or {}).get(parts[2])
                value = output.get("expression") if isinstance(output, dict) else None
                yield from self._targets(inner, value, steps - 1)
            else:
                size = 3 if parts[:1] == ["data"] else 2
                attribute = ".".join(parts[size:])
                for one in self._by_place.get((module, ".".join(parts[:size])), ()):
                    if attribute:
                        yield one, attribute


def _one_of(by: Declared, found: list[tuple[Declared, str]]) -> tuple[Declared, str] | None:
    """Choose the one that is meant: the only one, or among instances the one of the same module and key."""
    distinct = {one.address: (one, attribute) for one, attribute in reversed(found)}
    if len(distinct) > 1:
        same = {address: pair for address, pair in distinct.items() if pair[0].key == by.key}
        distinct = same or distinct
    if len(distinct) > 1:
        distinct = {address: pair for address, pair in distinct.items() if pair[0].prefix == by.prefix}
    return next(iter(distinct.values())) if len(distinct) == 1 else None
