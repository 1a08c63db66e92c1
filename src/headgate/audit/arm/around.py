"""What a resource sees of the template that it stands in."""

from typing import Any, Protocol

from headgate.audit.arm.budget import Budget
from headgate.audit.arm.frame import Frame
from headgate.audit.arm.place import Place
from headgate.audit.arm.world import World
from headgate.audit.graph.value import Value


class Around(Protocol):
    """The template around a resource."""

    body: dict[str, Any]
    """Sections by name in lower case."""
    place: Place
    world: World
    name: str
    frame: Frame

    @property
    def budget(self) -> Budget:
        """How much work is left."""

    def note(self, mistake: str) -> None:
        """Report a mistake of the template."""

    def nested(self, instance: Any) -> "Around | None":  # noqa: ANN401  # an Instance, whose module imports this one
        """Return the template of a deployment, ready to be asked; None when it cannot be had."""

    def instances(self) -> list[Any]:
        """Return everything that the template declares, each an ``Instance``."""

    def parameter(self, name: str) -> Value:
        """Return the value of a parameter: given, else its default, else unknown."""

    def outputs(self) -> dict[str, Value]:
        """Return every output as ``{"type": …, "value": …}``."""
