"""What a set-up only refers to, and no rule can judge: told once, by name, and not once for every rule."""

from collections.abc import Iterable

from headgate.audit.graph.graph import Graph
from headgate.audit.rule import Rule

NAMES_MAX = 10
"""Resources that are named; the rest is counted."""


def not_judged(graph: Graph, rules: Iterable[Rule]) -> tuple[str, ...]:
    """Say which resources that rules are about are only referred to; nothing when there is none.

    A resource that several templates refer to is named once, though its ids may differ.
    """
    judged = {about for rule in rules for about in rule.about}
    found = dict.fromkeys((one.name, one.type) for one in graph.resources if one.existing and one.type in judged)
    if not found:
        return ()
    named = ", ".join(f"{name} ({kind})" for name, kind in list(found)[:NAMES_MAX])
    more = f" and {len(found) - NAMES_MAX} more" if len(found) > NAMES_MAX else ""
    return (f"only referred to, and not judged: {named}{more}; their own templates or an export of them would tell",)
