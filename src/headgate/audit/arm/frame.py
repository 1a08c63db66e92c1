"""What an expression can see while it is computed."""

from collections.abc import Mapping
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from headgate.audit.arm.budget import Budget
from headgate.audit.arm.place import Place
from headgate.audit.graph.value import Value


class Scope(Protocol):
    """The names of one template."""

    @property
    def place(self) -> Place:
        """Where it is deployed to."""

    @property
    def budget(self) -> Budget:
        """How much work is left."""

    def parameter(self, name: str) -> Value:
        """Return the value of a parameter; raises ``ExpressionError`` for one that is not declared."""

    def variable(self, name: str) -> Value:
        """Return the value of a variable; raises ``ExpressionError`` for one that is not declared."""

    def user_function(self, name: str) -> tuple[list[Any], Any] | None:
        """Return parameters and output of ``namespace.name``, in lower case."""

    def state_of(self, target: Value, *, full: bool) -> Value:
        """Return what ``reference`` would of a deployment, else unknown."""

    def states_of(self, target: Value, *, full: bool) -> Value:
        """Return what ``references`` would: the states of all copies under a symbolic name."""

    def declares(self, identifier: str) -> bool:
        """Whether the template itself deploys the resource of an id."""

    def described(self, target: Value) -> Value:
        """Return what ``resourceInfo`` would of a symbolic name."""

    def note(self, mistake: str) -> None:
        """Report a mistake of the template."""

    def deployment(self) -> Value:
        """Return what ``deployment`` would."""


class Frame(Struct, frozen=True, eq=False):
    """A scope, and the places of the loops and lambdas around the expression."""

    scope: Scope
    copies: Mapping[str, Value] = {}
    """Index by name of the loop in lower case; that of ``copyIndex()`` without a name under the empty one."""
    names: Mapping[str, Value] = {}
    """Variables of lambdas, in lower case."""
    arguments: Mapping[str, Value] | None = None
    """Parameters of the user's function that is being computed, in lower case."""

    def in_copy(self, name: str, index: Value) -> "Frame":
        """Return the frame inside one turn of a loop."""
        return replace(self, copies={**self.copies, "": index, name.lower(): index})

    def in_property_copy(self, name: str, index: Value) -> "Frame":
        """Return the frame inside one turn of a loop on a property.

        There ``copyIndex()`` without a name keeps meaning the loop of the resource around, when there is one
        (Microsoft Learn: "Property iteration in ARM templates").
        """
        return replace(self, copies={"": index, **self.copies, name.lower(): index})

    def with_names(self, names: Mapping[str, Value]) -> "Frame":
        """Return the frame inside a lambda."""
        return replace(self, names={**self.names, **names})
