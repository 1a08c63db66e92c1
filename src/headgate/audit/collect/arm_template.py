"""Compiled ARM templates, with their parameter files and the templates that they link to."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from msgspec.structs import replace

from headgate.audit.arm.expansion import expand
from headgate.audit.arm.handed import deployments
from headgate.audit.arm.place import place_of
from headgate.audit.arm.template import Template
from headgate.audit.arm.world import World
from headgate.audit.collect.arm_parameters import is_parameter_file, is_unset_variable, values_of
from headgate.audit.collect.contract import Context, Document, Evidence, Trouble
from headgate.audit.collect.inlined import with_children
from headgate.audit.collect.merging import merged
from headgate.audit.graph.source import Source, SourceKind
from headgate.audit.graph.value import MISSING, Missing, Value

FRAMES = 12_000
"""Python frames that the deepest expression within the limits needs."""


class ArmTemplate:
    """Reads templates."""

    name = "ARM template"

    def recognises(self, document: Document) -> bool:
        """Whether it is a template: by its schema, or by its version and resources."""
        return is_template(document.data)

    def collect(self, document: Document, context: Context) -> Evidence:
        """Return the resources that the template deploys, those of templates it links to among them."""
        values = parameters_for(document, context)
        unused = _undeclared(document, context)
        evidence = evidence_of(document.data, values, document.path, "arm-template", context)
        return replace(evidence, troubles=(*unused, *evidence.troubles))


def is_template(data: Any) -> bool:  # noqa: ANN401  # JSON of a file
    """Whether JSON is a template."""
    if not isinstance(data, dict) or not isinstance(data.get("resources"), list | dict):
        return False
    schema = data.get("$schema")
    return "contentVersion" in data or (isinstance(schema, str) and "deploymenttemplate.json" in schema.lower())


def evidence_of(
    data: dict[str, Any], values: dict[str, Value], path: str, kind: SourceKind, context: Context
) -> Evidence:
    """Expand a template that was read from a file."""
    uses: set[str] = set()
    world = World(_finder(path, context, uses))

    def given(name: str) -> Value | Missing:
        return values.get(name, MISSING)

    with _deep_recursion():
        template = Template(data, place_of(data.get("$schema")), world, given=given)
        source = Source(path, kind, context.now)
        found = [*expand(template, source), *deployments(template, source)]
    return Evidence(
        resources=tuple(with_children(merged(found))),
        troubles=tuple(Trouble(path, one) for one in dict.fromkeys([*world.mistakes, *world.gaps])),
        gaps=tuple(f"{path}: {gap}" for gap in world.gaps),
        uses=tuple(sorted(uses)),
    )


@contextmanager
def _deep_recursion() -> Iterator[None]:
    """Let expressions go as deep as the budget allows, whatever the interpreter's default is."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def parameters_for(document: Document, context: Context) -> dict[str, Value]:
    """Return the values for a template: of the files that were named, else of the one file that carries its name."""
    files = context.parameters or _beside(document, context)
    values: dict[str, Value] = {}
    for file in files:
        values |= values_of(file.data)
    defaults = _with_default(document.data)
    return {name: value for name, value in values.items() if name not in defaults or not is_unset_variable(value)}


def _with_default(data: Any) -> frozenset[str]:  # noqa: ANN401  # JSON of a file
    """Return the parameters of a template that have a default: azd leaves them to it when their variable is not set."""
    declared = data.get("parameters") if isinstance(data, dict) else None
    bodies = declared.items() if isinstance(declared, dict) else ()
    return frozenset(name.lower() for name, body in bodies if isinstance(body, dict) and "defaultValue" in body)


def _beside(document: Document, context: Context) -> tuple[Document, ...]:
    """``main.parameters.json`` beside ``main.json`` or ``main.bicep``."""
    stem = document.path.rpartition(".")[0]
    found = context.documents.get(f"{stem}.parameters.json")
    return (found,) if found is not None and is_parameter_file(found.data) else ()


def _undeclared(document: Document, context: Context) -> tuple[Trouble, ...]:
    """Say which values no template of the run takes: a misspelled name would change nothing, silently."""
    templates = [one for one in context.documents.values() if is_template(one.data)]
    if templates[:1] not in ([], [document]) or any(path.endswith(".bicep") for path in context.documents):
        return ()
    taken = {
        name.lower()
        for one in (document, *templates)
        if isinstance(one.data.get("parameters"), dict)
        for name in one.data["parameters"]
    }
    return tuple(
        Trouble(file.path, f"no template here has a parameter {name!r}")
        for file in context.parameters
        for name in values_of(file.data)
        if name not in taken
    )


def _finder(path: str, context: Context, uses: set[str]) -> Callable[[str], Any]:
    """Return a function that finds the template that a link means among the files of the run, and notes its use."""

    def find(address: str) -> Any:  # noqa: ANN401  # JSON of a file
        wanted = address.partition("?")[0].replace("\\", "/").split("/")
        found = [(_shared(wanted, one.path), one) for one in context.documents.values() if one.path != path]
        usable = [(shared, one) for shared, one in found if shared and is_template(one.data)]
        if not usable:
            return None
        best = max(usable, key=lambda pair: pair[0])[1]
        uses.add(best.path)
        return best.data

    return find


def _shared(wanted: list[str], path: str) -> int:
    """Count the last parts that a link and a path share."""
    count = 0
    for one, other in zip(reversed(wanted), reversed(path.replace("\\", "/").split("/")), strict=False):
        if one.lower() != other.lower():
            break
        count += 1
    return count


COLLECTOR = ArmTemplate()
