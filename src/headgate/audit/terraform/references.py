"""What an attribute refers to that only an apply will know: another resource of the same plan.

Read from the ``configuration`` of a plan: ``references`` of expressions, through variables and outputs of modules.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from headgate.audit.terraform.declared import Declared

STEPS_MAX = 40
"""Of one look-up, through modules: a circle ends here."""


class References:
    """Finds the resources that expressions mean."""

    def __init__(self, data: dict[str, Any], declared: Iterable[Declared]) -> None:
        configuration = data.get("configuration")
        self._root = configuration.get("root_module", {}) if isinstance(configuration, dict) else {}
        self._by_place: dict[tuple[tuple[str, ...], str], list[Declared]] = defaultdict(list)
        for one in declared:
            self._by_place[(one.module, one.local)].append(one)

    def meant(self, by: Declared, *path: str) -> tuple[Declared, str] | None:
        """Return the resource that an attribute refers to, and which attribute of it; None when it is not one alone."""
        expression = self._expression(by, path)
        found = list(self._targets(by.module, expression, STEPS_MAX))
        return _one_of(by, found)

    def _module(self, names: tuple[str, ...]) -> dict[str, Any]:
        module = self._root
        for name in names:
            call = (module.get("module_calls") or {}).get(name)
            module = call.get("module", {}) if isinstance(call, dict) else {}
        return module if isinstance(module, dict) else {}

    def _expression(self, by: Declared, path: tuple[str, ...]) -> Any:  # noqa: ANN401  # JSON of a plan
        for one in self._module(by.module).get("resources") or []:
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
        steps: int,  # JSON of a plan
    ) -> Iterable[tuple[Declared, str]]:
        references = expression.get("references") if isinstance(expression, dict) else None
        if not isinstance(references, list) or steps <= 0:
            return
        for reference in references:
            parts = str(reference).replace("[", ".[").split(".")
            parts = [part for part in parts if part and not part.startswith("[")]
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
