from typing import Any

from headgate.audit.graph.value import MISSING, Unknown, look
from tests.unit.audit.terraform.plans import configured, refers
from tests.unit.audit.terraform.shapes import seen


def cut_down(*resources: dict[str, Any], **root: Any) -> dict[str, Any]:
    """A plan of which only ``planned_values`` and the configuration were kept."""
    return {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": list(resources)}},
        "configuration": {"root_module": root},
    }


def planned(address: str, **values: Any) -> dict[str, Any]:
    return {"address": address, "mode": "managed", "type": address.partition(".")[0], "values": values}


ACCOUNT = planned("azurerm_cognitive_account.a", name="oai", resource_group_name="rg", local_auth_enabled=False)


def test_a_plan_of_values_alone_is_read() -> None:
    found = seen(cut_down(ACCOUNT))["accounts/oai"]

    assert look(found.properties, "disableLocalAuth") is True
    assert look(found.properties, "customSubDomainName") is MISSING


def test_what_the_configuration_takes_from_somewhere_is_unknown_and_not_absent() -> None:
    written = configured(
        "azurerm_cognitive_account.a",
        name={"constant_value": "oai"},
        custom_subdomain_name=refers("random_string.r.result"),
    )
    found = seen(cut_down(ACCOUNT, resources=[written]))["accounts/oai"]

    assert isinstance(look(found.properties, "customSubDomainName"), Unknown)


def test_an_endpoint_finds_its_account_in_a_block() -> None:
    endpoint = planned(
        "azurerm_private_endpoint.p",
        name="pe",
        private_service_connection=[{"name": "c", "subresource_names": ["account"]}],
    )
    written = configured(
        "azurerm_private_endpoint.p",
        private_service_connection=[{"private_connection_resource_id": refers("azurerm_cognitive_account.a.id")}],
    )
    found = seen(cut_down(ACCOUNT, endpoint, resources=[written]))

    connection = look(found["privateendpoints/pe"].properties, "privateLinkServiceConnections", 0, "properties")
    assert look(connection, "privateLinkServiceId") == found["accounts/oai"].id
