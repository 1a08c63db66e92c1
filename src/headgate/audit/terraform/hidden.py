"""Values that a plan leaves out, because only an apply knows them, where it was cut down to ``planned_values``.

Whole plans say of each value whether it is known (``after_unknown``). Without that, a value that is absent is unknown
when the configuration takes it from somewhere, and absent when nobody wrote it.
"""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from headgate.audit.graph.value import Unknown, Value
from headgate.audit.terraform.declared import UNTIL_APPLIED, Declared
from headgate.audit.terraform.references import References


def with_hidden(data: dict[str, Any], declared: Iterable[Declared]) -> list[Declared]:
    """Return what is declared with its hidden values as unknown ones; of whole plans and states, as it is."""
    if data.get("resource_changes") or "planned_values" not in data:
        return list(declared)
    configuration = References(data, ())
    return [replace(one, values=_filled(one.values, configuration.expressions(one))) for one in declared]


def _filled(values: dict[str, Value], expressions: dict[str, Any]) -> dict[str, Value]:
    filled = dict(values)
    for name, expression in expressions.items():
        held = filled.get(name)
        if isinstance(expression, dict) and held is None and expression.get("references"):
            filled[name] = Unknown(UNTIL_APPLIED)
        elif isinstance(expression, list) and isinstance(held, list):
            written = [*expression, *[None] * len(held)]
            filled[name] = [
                _filled(block, one) if isinstance(block, dict) and isinstance(one, dict) else block
                for block, one in zip(held, written, strict=False)
            ]
    return filled
