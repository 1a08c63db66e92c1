"""Terraform: ``terraform show -json`` of a plan or a state, and state files."""

from typing import Any

from headgate.audit.collect.contract import Context, Document, Evidence, Trouble
from headgate.audit.collect.inlined import with_children
from headgate.audit.collect.merging import merged
from headgate.audit.graph.source import Source
from headgate.audit.terraform.adding import with_additions
from headgate.audit.terraform.declared import declared_in
from headgate.audit.terraform.hidden import with_hidden
from headgate.audit.terraform.identifying import AZAPI
from headgate.audit.terraform.references import References
from headgate.audit.terraform.services import TABLES
from headgate.audit.terraform.shaping import Shaping


class Terraform:
    """Reads plans and states."""

    name = "Terraform plan or state"

    def recognises(self, document: Document) -> bool:
        """Whether it is one, by its keys."""
        data = document.data
        return isinstance(data, dict) and (_is_plan(data) or _is_state(data))

    def collect(self, document: Document, context: Context) -> Evidence:
        """Return the resources of azurerm and azapi, and which types of azurerm have no table here."""
        data = document.data
        source = Source(document.path, "terraform-plan" if _is_plan(data) else "terraform-state", context.now)
        declared = with_hidden(data, declared_in(data))
        shaping = Shaping(References(data, declared), source)
        found = merged(resource for one in declared for resource in shaping.resources(one))
        whole = with_additions(found, (addition for one in declared for addition in shaping.additions(one)))
        strange = sorted(
            {one.type for one in declared if one.type.startswith("azurerm_") and not one.data} - TABLES.keys()
            | {one.type for one in declared if one.type.startswith("azapi_") and not one.data} - AZAPI
        )
        troubles = [Trouble(document.path, f"left out, for want of a table: {', '.join(strange)}")] if strange else []
        return Evidence(resources=tuple(with_children(whole)), troubles=tuple(troubles))


def _is_plan(data: dict[str, Any]) -> bool:
    return isinstance(data.get("resource_changes"), list) or isinstance(data.get("planned_values"), dict)


def _is_state(data: dict[str, Any]) -> bool:
    values = data.get("values")
    if isinstance(values, dict) and ("format_version" in data or isinstance(values.get("root_module"), dict)):
        return True
    return "terraform_version" in data and "lineage" in data and isinstance(data.get("resources"), list)


COLLECTOR = Terraform()
