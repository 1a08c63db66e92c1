"""Where a template is deployed to: a resource group, a subscription, a management group or the tenant."""

from typing import Literal, TypeAlias

from msgspec import Struct

from headgate.audit.graph.value import Value

UNNAMED = "template"
"""Stands for the subscription and the group that the person will choose."""

Level: TypeAlias = Literal["group", "subscription", "managementGroup", "tenant"]

_SCHEMAS: tuple[tuple[str, Level], ...] = (
    ("subscriptiondeploymenttemplate", "subscription"),
    ("managementgroupdeploymenttemplate", "managementGroup"),
    ("tenantdeploymenttemplate", "tenant"),
)


class Place(Struct, frozen=True):
    """A scope of deployment."""

    level: Level = "group"
    subscription: str = UNNAMED
    group: str = UNNAMED
    management_group: str = UNNAMED
    location: Value = None
    """Of the group, or of the deployment; None when nothing says."""

    @property
    def id(self) -> str:
        """The id of the scope, without a slash at its end; empty for the tenant."""
        if self.level == "tenant":
            return ""
        if self.level == "managementGroup":
            return f"/providers/Microsoft.Management/managementGroups/{self.management_group}"
        return self.group_id if self.level == "group" else self.subscription_id

    @property
    def subscription_id(self) -> str:
        """The id of the subscription."""
        return f"/subscriptions/{self.subscription}"

    @property
    def group_id(self) -> str:
        """The id of the resource group."""
        return f"{self.subscription_id}/resourceGroups/{self.group}"


def place_of(schema: object) -> Place:
    """Return the place that the ``$schema`` of a template implies."""
    text = schema.lower() if isinstance(schema, str) else ""
    return Place(next((level for mark, level in _SCHEMAS if mark in text), "group"))
