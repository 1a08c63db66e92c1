"""One template: its parameters, variables, functions, outputs, and the state of what it deploys. All of it lazy."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from headgate.audit.arm.budget import Budget
from headgate.audit.arm.copying import LoopOf, copies_of
from headgate.audit.arm.errors import BrokenExpressionError, ExpressionError
from headgate.audit.arm.evaluation import looped, resolve
from headgate.audit.arm.frame import Frame
from headgate.audit.arm.instance import Instance, instances_of
from headgate.audit.arm.nesting import Given, nested
from headgate.audit.arm.opaque import Opaque, opaque, text_of
from headgate.audit.arm.place import Place
from headgate.audit.arm.world import World
from headgate.audit.graph.value import MISSING, Missing, Value


def nothing_given(_name: str) -> Missing:
    """Give no parameter a value."""
    return MISSING


class Template:
    """The names of one template. It is the ``Scope`` of the expressions in it."""

    def __init__(
        self, body: dict[str, Any], place: Place, world: World, *, given: Given = nothing_given, name: str = "template"
    ) -> None:
        self.body = {key.lower(): value for key, value in body.items()}
        self.place = place
        self.world = world
        self.name = name
        self.frame = Frame(self)
        """What expressions of its resources see; for a nested template of outer scope that of the template around."""
        self._given = given
        self._known: dict[tuple[str, str], Value] = {}
        self._open: list[tuple[str, str]] = []
        self._declared = {
            section: _section(self.body.get(section)) for section in ("parameters", "variables", "outputs")
        }
        self._variable_loops = {loop.name.lower(): loop for loop in copies_of(self._section_copy()) or ()}
        self._functions = _functions(self.body.get("functions"))
        self._instances: list[Instance] | None = None
        world.templates.append(self)

    def _section_copy(self) -> Any:  # noqa: ANN401  # JSON of a template
        return self._declared["variables"].get("copy", ("copy", None))[1]

    @property
    def budget(self) -> Budget:
        """How much work is left."""
        return self.world.budget

    def note(self, mistake: str) -> None:
        """Report a mistake of the template."""
        self.world.note(mistake)

    def parameter(self, name: str) -> Value:
        """Return the value of a parameter: given, else its default, else unknown."""
        return self._once("parameter", name, self._parameter)

    def _parameter(self, name: str) -> Value:
        declared = self._declared["parameters"].get(name.lower())
        if declared is None:
            raise ExpressionError(f"parameter {name!r} is not declared")
        spelled, body = declared
        given = self._given(name.lower())
        if not isinstance(given, Missing) and given is not None:
            return _secured(given) if _is_secure(body) else given
        if isinstance(body, dict) and "defaultValue" in body:
            return resolve(body["defaultValue"], Frame(self))
        if given is None or self._nullable(body):
            return None
        missing = opaque(f"parameter {spelled!r} has no value", f"{{{spelled}}}")
        return _secured(missing) if _is_secure(body) else missing

    def _nullable(self, body: Any) -> bool:  # noqa: ANN401  # JSON of a template
        for _ in range(8):
            if not isinstance(body, dict) or body.get("nullable") is True:
                return isinstance(body, dict)
            reference = str(body.get("$ref", ""))
            body = _section(self.body.get("definitions")).get(reference.rpartition("/")[2].lower(), ("", None))[1]
        return False

    def variable(self, name: str) -> Value:
        """Return the value of a variable."""
        return self._once("variable", name, self._variable)

    def _variable(self, name: str) -> Value:
        loop = self._variable_loops.get(name.lower())
        if loop is not None:
            return looped(loop, Frame(self))
        declared = self._declared["variables"].get(name.lower())
        if declared is None:
            raise ExpressionError(f"variable {name!r} is not declared")
        return resolve(declared[1], Frame(self))

    def outputs(self) -> dict[str, Value]:
        """Return every output as ``{"type": …, "value": …}``."""
        return {
            spelled: self._once("output", spelled, self._output) for spelled, _ in self._declared["outputs"].values()
        }

    def _output(self, name: str) -> Value:
        body = self._declared["outputs"][name.lower()][1]
        if not isinstance(body, dict):
            return {"value": None}
        loop = body.get("copy")
        if isinstance(loop, dict) and "count" in loop:
            value = looped(LoopOf(name, loop["count"], loop.get("input")), self.frame)
        else:
            value = resolve(body.get("value"), self.frame)
        return {"type": body.get("type"), "value": value}

    def user_function(self, name: str) -> tuple[list[Any], Any] | None:
        """Return parameters and output of ``namespace.name``."""
        return self._functions.get(name)

    def _once(self, kind: str, name: str, compute: Callable[[str], Value]) -> Value:
        key = (kind, name.lower())
        if key not in self._known:
            with self._opened(key):
                self._known[key] = compute(name)
        return self._known[key]

    @contextmanager
    def _opened(self, key: tuple[str, str]) -> Iterator[None]:
        if key in self._open:
            circle = [f"{kind} {name!r}" for kind, name in [*self._open[self._open.index(key) :], key]]
            raise BrokenExpressionError(f"a circle: {' needs '.join(circle[:6])}{' …' if len(circle) > 6 else ''}")
        self._open.append(key)
        try:
            yield
        finally:
            self._open.pop()

    def deployment(self) -> Value:
        """Return what ``deployment()`` gives."""
        location = self.place.location
        return {
            "name": self.name.rpartition("/")[2],
            "location": opaque("the location of the deployment is not in the template", "{location}")
            if location is None
            else location,
            "properties": {
                "template": {"contentVersion": self.body.get("contentversion"), "metadata": self.body.get("metadata")},
                "templateLink": {"uri": opaque("where the template is stored is not in it", "{templateLink}")},
            },
        }

    def instances(self) -> list[Instance]:
        """Return everything that the template declares, loops unrolled, nested children behind their parents."""
        if self._instances is None:
            self._instances = []
            self._instances.extend(instances_of(self))
        return self._instances

    def nested(self, instance: Instance) -> "Template | None":
        """Return the template of a deployment, ready to be asked; None when it cannot be had."""
        found = nested(instance)
        if found is None:
            return None
        template = Template(found.body, found.place, self.world, given=found.given, name=found.name)
        if found.outer:
            template.frame = instance.frame
        return template

    def state_of(self, target: Value, *, full: bool) -> Value:
        """Return the state of a deployment in this reading; that of any other resource is known only once deployed."""
        found = self._find(text_of(target))
        if not found:
            return opaque(f"known only once deployed: {_shown(target)}", f"{{reference({_shown(target)})}}")
        return found[0].state(full=full)

    def states_of(self, target: Value, *, full: bool) -> Value:
        """Return the states of all copies under a symbolic name."""
        return [instance.state(full=full) for instance in self._find(text_of(target))]

    def declares(self, identifier: str) -> bool:
        """Whether this template itself deploys the resource of an id, of the types that can be asked for."""
        return any(one.answers_to(identifier, symbols=True) for one in self.instances() if not one.existing)

    def described(self, target: Value) -> Value:
        """Return id, name and type of a symbolic name."""
        found = self._find(text_of(target))
        if not found:
            raise ExpressionError(f"there is no resource {_shown(target)!r}")
        return {"id": found[0].id, "name": found[0].name, "type": found[0].type, "apiVersion": found[0].api_version}

    def _find(self, target: str) -> list[Instance]:
        """Find instances by symbolic name, copies of it as ``name[2]``, id, or plain name."""
        for template in [self, *(other for other in self.world.templates if other is not self)]:
            found: list[Instance] = [
                one for one in template.instances() if one.answers_to(target, symbols=template is self)
            ]
            if found:
                return found
        return []


def _shown(target: Value) -> str:
    text = text_of(target)
    return text.rpartition("/providers/")[2] or text


def _is_secure(body: Any) -> bool:  # noqa: ANN401  # JSON of a template
    return isinstance(body, dict) and str(body.get("type", "")).lower() in {"securestring", "secureobject"}


def _secured(value: Value) -> Value:
    """Say of an unknown value that it was declared a secret: settings that it fills hold one, whichever it is."""
    if isinstance(value, Opaque) and value.reason.startswith("parameter "):
        return opaque(f"secure {value.reason}", value.stand_in, filled=value.filled)
    return value


def _section(body: Any) -> dict[str, tuple[str, Any]]:  # noqa: ANN401  # JSON of a template
    """Return the members of a section by name in lower case, each with its spelling."""
    return {name.lower(): (name, value) for name, value in body.items()} if isinstance(body, dict) else {}


def _functions(body: Any) -> dict[str, tuple[list[Any], Any]]:  # noqa: ANN401  # JSON of a template
    found: dict[str, tuple[list[Any], Any]] = {}
    for space in body if isinstance(body, list) else []:
        if not isinstance(space, dict) or not isinstance(space.get("members"), dict):
            continue
        for name, member in space["members"].items():
            if isinstance(member, dict):
                parameters = member.get("parameters")
                key = f"{space.get('namespace', '')}.{name}".lower()
                found[key] = (parameters if isinstance(parameters, list) else [], member.get("output"))
    return found
