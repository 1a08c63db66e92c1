"""Functions that say where the template is deployed to."""

from collections.abc import Callable
from typing import TypeAlias

from headgate.audit.arm.frame import Frame
from headgate.audit.arm.opaque import opaque
from headgate.audit.arm.syntax import Node
from headgate.audit.graph.value import Value

Evaluate: TypeAlias = Callable[[Node, Frame], Value]


def _not_in_template(what: str, stand_in: str) -> Value:
    return opaque(f"{what} is not in the template", stand_in, filled=what != "the tags of the resource group")


def _subscription(_nodes: tuple[Node, ...], frame: Frame, _evaluate: Evaluate) -> Value:
    place = frame.scope.place
    return {
        "id": place.subscription_id,
        "subscriptionId": place.subscription,
        "tenantId": _not_in_template("the tenant", "{tenantId}"),
        "displayName": _not_in_template("the name of the subscription", "{subscriptionName}"),
    }


def _group(_nodes: tuple[Node, ...], frame: Frame, _evaluate: Evaluate) -> Value:
    place = frame.scope.place
    return {
        "id": place.group_id,
        "name": place.group,
        "type": "Microsoft.Resources/resourceGroups",
        "location": place.location
        if place.location is not None
        else _not_in_template("the location of the resource group", "{location}"),
        "tags": _not_in_template("the tags of the resource group", "{tags}"),
        "managedBy": None,
        "properties": {"provisioningState": "Succeeded"},
    }


def _tenant(_nodes: tuple[Node, ...], _frame: Frame, _evaluate: Evaluate) -> Value:
    return {
        "id": "/",
        "tenantId": _not_in_template("the tenant", "{tenantId}"),
        "displayName": _not_in_template("the name of the tenant", "{tenantName}"),
    }


def _management_group(_nodes: tuple[Node, ...], frame: Frame, _evaluate: Evaluate) -> Value:
    name = frame.scope.place.management_group
    return {
        "id": f"/providers/Microsoft.Management/managementGroups/{name}",
        "name": name,
        "type": "/providers/Microsoft.Management/managementGroups",
        "properties": _not_in_template("the management group", "{managementGroup}"),
    }


def _deployment(_nodes: tuple[Node, ...], frame: Frame, _evaluate: Evaluate) -> Value:
    return frame.scope.deployment()


def _environment(_nodes: tuple[Node, ...], _frame: Frame, _evaluate: Evaluate) -> Value:
    return _PUBLIC_CLOUD


_PUBLIC_CLOUD: dict[str, Value] = {
    "name": "AzureCloud",
    "portal": "https://portal.azure.com",
    "graph": "https://graph.windows.net/",
    "graphAudience": "https://graph.windows.net/",
    "gallery": "https://gallery.azure.com/",
    "resourceManager": "https://management.azure.com/",
    "media": "https://rest.media.azure.net",
    "batch": "https://batch.core.windows.net/",
    "sqlManagement": "https://management.core.windows.net:8443/",
    "activeDirectoryDataLake": "https://datalake.azure.net/",
    "authentication": {
        "loginEndpoint": "https://login.microsoftonline.com/",
        "audiences": ["https://management.core.windows.net/", "https://management.azure.com/"],
        "tenant": "common",
        "identityProvider": "AAD",
    },
    "suffixes": {
        "acrLoginServer": ".azurecr.io",
        "azureDatalakeAnalyticsCatalogAndJob": "azuredatalakeanalytics.net",
        "azureDatalakeStoreFileSystem": "azuredatalakestore.net",
        "keyvaultDns": ".vault.azure.net",
        "sqlServerHostname": ".database.windows.net",
        "storage": "core.windows.net",
    },
}
"""What ``environment()`` gives in the public cloud (Microsoft Learn: "Deployment functions for ARM templates")."""

PLACES = {
    "subscription": _subscription,
    "resourcegroup": _group,
    "tenant": _tenant,
    "managementgroup": _management_group,
    "deployment": _deployment,
    "environment": _environment,
}
