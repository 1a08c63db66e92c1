"""Documents as the audit reads them, for tests of collectors."""

import datetime
import json
from typing import Any

from headgate.audit.collect.contract import Collector, Context, Document, Evidence
from headgate.audit.graph.graph import Graph

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


def document(path: str, data: Any = None, *, text: str | None = None, named: bool = True) -> Document:
    return Document(path, json.dumps(data) if text is None else text, data, named)


def collected(
    collector: Collector, first: Document, *others: Document, parameters: tuple[Document, ...] = ()
) -> Evidence:
    """Collect the first document, the others being there as well."""
    assert collector.recognises(first)
    documents = {one.path: one for one in (first, *others)}
    return collector.collect(first, Context(NOW, parameters, documents))


def graph_of(evidence: Evidence) -> Graph:
    return Graph(evidence.resources, today=NOW.date(), complete_types=evidence.complete_types, gaps=evidence.gaps)
