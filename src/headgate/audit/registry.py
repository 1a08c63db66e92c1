"""Finds the rules: every file below ``rules`` that is no package is one."""

import functools
import importlib
import pkgutil

from headgate.audit import rules
from headgate.audit.rule import Rule
from headgate.core.errors import HeadgateError


class BadRuleError(HeadgateError):
    """A file below ``rules`` that is not one rule with an id of its own."""


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, by id. Raises ``BadRuleError`` for a file without its rule and for an id given twice."""
    found: dict[str, Rule] = {}
    for module in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}."):
        if module.ispkg:
            continue
        name = module.name.rpartition(".")[2]
        one = getattr(importlib.import_module(module.name), name, None)
        if not isinstance(one, Rule):
            raise BadRuleError(f"{module.name}: holds no rule named {name}")
        if one.id in found:
            raise BadRuleError(f"{module.name}: the id {one.id} is already that of {found[one.id].name}")
        found[one.id] = one
    return tuple(found[identifier] for identifier in sorted(found))


def find_rule(wanted: str) -> Rule | None:
    """Return the rule of an id (in any case) or of a name."""
    return next((one for one in all_rules() if wanted.upper() == one.id or wanted == one.name), None)
