"""How much work a template may cause. A template is somebody's input: it must not cost more than its reader allows."""

from headgate.audit.arm.errors import LimitError
from headgate.audit.graph.value import Value

STEPS_MAX = 4_000_000
"""Calls, member accesses and JSON nodes computed. A 3 MB template takes about half a million."""
TEXT_MAX = 4 * 1024 * 1024
"""Characters of one text; ARM's own limit for a whole template is 4 MB."""
COPIES_MAX = 800
"""Of one loop (Microsoft Learn: "the count can't exceed 800")."""
LIST_MAX = 10_000
"""Of ``range`` (Microsoft Learn: "the sum of startIndex and count can't exceed 2147483647", count at most 10000)."""
RESOURCES_MAX = 10_000
DEPTH_MAX = 300
"""Of values, calls and references inside each other; circular ones are found before."""


class Budget:
    """Counts work; raises ``LimitError`` when there is too much."""

    __slots__ = ("depth", "resources", "steps")

    def __init__(self, steps: int = STEPS_MAX) -> None:
        self.steps = steps
        self.depth = 0
        self.resources = RESOURCES_MAX

    def spend(self, steps: int = 1) -> None:
        """Take steps from what is left."""
        self.steps -= steps
        if self.steps < 0:
            raise LimitError(f"the template needs more than {STEPS_MAX} steps to compute")

    def enter(self) -> None:
        """Go one level deeper."""
        self.depth += 1
        if self.depth > DEPTH_MAX:
            raise LimitError(f"expressions depend on each other over more than {DEPTH_MAX} levels")

    def leave(self) -> None:
        """Come back from ``enter``."""
        self.depth -= 1

    def add_resource(self) -> None:
        """Count one resource."""
        self.resources -= 1
        if self.resources < 0:
            raise LimitError(f"the template makes more than {RESOURCES_MAX} resources")

    def weigh(self, value: Value) -> None:
        """Spend a step for every node of a value; shared parts count as often as they are seen."""
        waiting = [value]
        while waiting:
            node = waiting.pop()
            if isinstance(node, str):
                if len(node) > TEXT_MAX:
                    raise LimitError(f"a text of more than {TEXT_MAX} characters")
                self.spend(1 + len(node) // 256)
            elif isinstance(node, list):
                self.spend(1 + len(node))
                waiting.extend(node)
            elif isinstance(node, dict):
                self.spend(1 + len(node))
                waiting.extend(node.values())
            else:
                self.spend()
