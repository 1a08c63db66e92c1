"""What a plan comes to in the graph, by the collector: resources by type and short name."""

from typing import Any

from headgate.audit.collect.terraform import COLLECTOR
from headgate.audit.graph.resource import Resource
from tests.unit.audit.collect.documents import collected, document


def seen(data: dict[str, Any]) -> dict[str, Resource]:
    """Return the resources of a plan by ``lasttype/name``."""
    resources = collected(COLLECTOR, document("plan.json", data)).resources
    return {f"{one.type.rpartition('/')[2]}/{one.short_name}": one for one in resources}
