"""Graphs for tests of the audit, from resources written as ARM writes them."""

import datetime
from typing import Any

from headgate.audit.graph.graph import Graph
from headgate.audit.graph.ids import resource_id
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source, SourceKind

READ_AT = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
TODAY = READ_AT.date()

ACCOUNT = "Microsoft.CognitiveServices/accounts"


def source(kind: SourceKind = "arm-template", file: str = "main.json") -> Source:
    """Return a source of a kind."""
    return Source(file=file, kind=kind, read_at=READ_AT)


def resource(resource_type: str, name: str, *, read_from: SourceKind = "arm-template", **fields: Any) -> Resource:
    """Return a resource as a collector would make it."""
    scope = fields.get("scope")
    return Resource(
        type=resource_type.lower(),
        name=name,
        id=resource_id(resource_type, name, scope=scope if isinstance(scope, str) else None),
        source=source(read_from),
        **fields,
    )


def graph(*resources: Resource, **fields: Any) -> Graph:
    """Return a graph of these resources, on a fixed day."""
    return Graph(resources, today=TODAY, **fields)
