"""One expression, computed in a small template."""

from typing import Any

from headgate.audit.arm.evaluation import resolve
from headgate.audit.arm.place import place_of
from headgate.audit.arm.template import Template
from headgate.audit.arm.world import World
from headgate.audit.graph.value import Value

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"


def template(**sections: Any) -> Template:
    body = {"$schema": SCHEMA, "contentVersion": "1.0.0.0", "resources": [], **sections}
    return Template(body, place_of(SCHEMA), World())


def compute(expression: Any, **sections: Any) -> Value:
    """Compute an expression, without its brackets, or any JSON."""
    found = template(**sections)
    return resolve(f"[{expression}]" if isinstance(expression, str) else expression, found.frame)
