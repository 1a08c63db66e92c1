"""From paths to the graph: reads what is named, asks the collectors, and puts together what they say."""

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from headgate.audit.collect.contract import Collector, Context, Document, Evidence, Trouble
from headgate.audit.collect.errors import CannotAuditError
from headgate.audit.collect.parsing import UnreadableError
from headgate.audit.collect.reading import read_all, read_document
from headgate.audit.collect.registry import collectors
from headgate.audit.graph.graph import Graph
from headgate.audit.graph.policy import held_policies
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown


class Read(Struct, frozen=True):
    """A document that gave evidence."""

    path: str
    collector: str


class Gathered(Struct, frozen=True, eq=False):
    """The graph of a set-up, and how it came about."""

    graph: Graph
    read: tuple[Read, ...]
    troubles: tuple[Trouble, ...]
    """What could not be read or understood."""


def gather(
    paths: Sequence[str],
    parameters: Iterable[str],
    now: datetime.datetime,
    beside: Sequence[tuple[Read, Evidence]] = (),
) -> Gathered:
    """Return the graph of what the paths describe, and of evidence from elsewhere.

    Raises ``CannotAuditError`` when there is nothing to judge.
    """
    reading = read_all(paths)
    context = Context(
        now=now,
        parameters=tuple(_parameters(one) for one in parameters),
        documents={document.path: document for document in reading.documents},
    )
    troubles = list(reading.troubles)
    given: list[tuple[Read, Evidence]] = list(beside)
    for document in reading.documents:
        collector = next((one for one in collectors() if one.recognises(document)), None)
        if collector is not None:
            given.append((Read(document.path, collector.name), _collect(collector, document, context)))
        elif document.named:
            raise CannotAuditError(f"{document.path}: nothing in it is known; {_known()}")
    if not given:
        raise CannotAuditError(f"{', '.join(paths)}: nothing there is known; {_known()}")
    used = {path for _, evidence in given for path in evidence.uses}
    counted = [(read, evidence) for read, evidence in given if read.path not in used]
    troubles += [trouble for _, evidence in counted for trouble in evidence.troubles]
    return Gathered(
        graph=_graph([evidence for _, evidence in counted], now.date()),
        read=tuple(read for read, _ in given),
        troubles=tuple(dict.fromkeys(troubles)),
    )


def _parameters(path: str) -> Document:
    try:
        return read_document(Path(path))
    except UnreadableError as error:
        raise CannotAuditError(f"{path}: {error}") from None


def _known() -> str:
    return f"expected one of: {', '.join(one.name for one in collectors())}"


def _collect(collector: Collector, document: Document, context: Context) -> Evidence:
    """Ask a collector; one that fails leaves a gap, so that nothing is concluded from what it did not say."""
    try:
        return collector.collect(document, context)
    except RecursionError:
        reason = f"cannot be understood as {collector.name}: it refers to itself, or is nested too deeply"
    except Exception as error:  # noqa: BLE001 - one strange file must not end the audit of the others
        reason = f"cannot be understood as {collector.name}: {type(error).__name__}: {error}"
    if document.named:
        raise CannotAuditError(f"{document.path}: {reason}")
    return Evidence(troubles=(Trouble(document.path, reason),), gaps=(document.path,))


def _graph(given: Sequence[Evidence], today: datetime.date) -> Graph:
    resources = merge(resource for evidence in given for resource in evidence.resources)
    return Graph(
        resources,
        today=today,
        policies=[*(one for evidence in given for one in evidence.policies), *held_policies(resources)],
        gates=[one for evidence in given for one in evidence.gates],
        hints=[one for evidence in given for one in evidence.hints],
        complete_types=frozenset().union(*(evidence.complete_types for evidence in given)),
        gaps=[gap for evidence in given for gap in evidence.gaps],
    )


def merge(resources: Iterable[Resource]) -> list[Resource]:
    """Leave out what is said twice, and what is only referred to or listed where it is shown whole as well.

    Two declarations of one id that differ (the same template for two environments) both stay, and both are judged.
    """
    kept: dict[str, list[Resource]] = {}
    for resource in resources:
        others = kept.setdefault(resource.id, [])
        if _only_named(resource) and others:
            continue
        others[:] = [other for other in others if not _only_named(other)]
        if not any(_said(resource) == _said(other) for other in others):
            others.append(resource)
    return [resource for others in kept.values() for resource in others]


def _only_named(resource: Resource) -> bool:
    """Whether a source names a resource without showing it: a reference, or a list without properties."""
    return resource.existing or isinstance(resource.properties, Unknown)


def _said(resource: Resource) -> str:
    fields = (name for name in Resource.__struct_fields__ if name not in {"source", "path", "api_version"})
    return repr([getattr(resource, name) for name in fields])
