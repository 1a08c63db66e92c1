from headgate.audit.graph.ids import parent_id
from tests.unit.audit.terraform.plans import change, configured, plan, refers
from tests.unit.audit.terraform.shapes import seen

GROUP = "/subscriptions/s/resourceGroups/rg"
SERVICE = f"{GROUP}/providers/Microsoft.ApiManagement/service/apim"
NAMES = {"api_management_name": "apim", "resource_group_name": "rg"}


def held(*resources: tuple[str, dict[str, object]]) -> dict[str, object]:
    """A state that holds resources."""
    kept = [{"address": address, "type": address.partition(".")[0], "values": values} for address, values in resources]
    return {"format_version": "1.0", "values": {"root_module": {"resources": kept}}}


def test_a_policy_in_a_state_has_the_id_of_its_owner_and_is_below_it() -> None:
    found = seen(
        held(
            ("azurerm_api_management_policy.p", {"id": SERVICE, "api_management_id": SERVICE, "xml_content": "<p/>"}),
            ("azurerm_api_management_api_policy.a", {"id": f"{SERVICE}/apis/chat", **NAMES, "api_name": "chat"}),
            ("azurerm_api_management_api.x", {"id": f"{SERVICE}/apis/chat;rev=1", "name": "chat", "is_current": True}),
        )
    )
    api = found["apis/chat"]

    assert api.id == f"{SERVICE}/apis/chat".lower()
    below = [one for one in (parent_id(resource.id) for resource in found.values()) if one == api.id]
    assert below == [api.id]


def test_a_revision_that_is_not_current_stays_one_of_its_own() -> None:
    values = {"id": f"{SERVICE}/apis/chat;rev=2", "name": "chat", "is_current": False}
    [api] = seen(held(("azurerm_api_management_api.x", values))).values()

    assert api.id.endswith("chat;rev=2")


def test_a_role_of_ones_own_is_known_by_the_scope_before_the_bar() -> None:
    guid = "11111111-2222-3333-4444-555555555555"
    values = {
        "id": f"/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/{guid}|/subscriptions/s",
        "role_definition_id": guid,
        "scope": "/subscriptions/s",
        "name": "caller",
    }
    [role] = seen(held(("azurerm_role_definition.r", values))).values()

    assert role.id == f"/subscriptions/s/providers/microsoft.authorization/roledefinitions/{guid}"


def test_a_group_in_a_state_has_its_own_id() -> None:
    [group] = seen(held(("azurerm_resource_group.g", {"id": GROUP, "name": "rg"}))).values()

    assert group.id == GROUP.lower()


def test_what_is_new_below_something_that_exists_gets_its_id() -> None:
    service = change("azurerm_api_management.a", {"id": SERVICE, "name": "apim", "resource_group_name": "rg"})
    backend = change("azurerm_api_management_backend.b", {**NAMES, "name": "oai"}, {"id": True})
    found = seen(plan(service, backend))

    assert found["backends/oai"].id == f"{SERVICE}/backends/oai".lower()


def test_a_link_finds_its_zone_by_name_or_since_version_5_by_id() -> None:
    zone = change("azurerm_private_dns_zone.z", {"name": "privatelink.openai.azure.com", "resource_group_name": "rg"})
    by_name = change(
        "azurerm_private_dns_zone_virtual_network_link.n",
        {"name": "n", "private_dns_zone_name": "privatelink.openai.azure.com", "resource_group_name": "rg"},
    )
    by_id = change("azurerm_private_dns_zone_virtual_network_link.i", {"name": "i"}, {"private_dns_zone_id": True})
    configuration = configured(
        "azurerm_private_dns_zone_virtual_network_link.i", private_dns_zone_id=refers("azurerm_private_dns_zone.z.id")
    )
    found = seen(plan(zone, by_name, by_id, resources=[configuration]))
    owner = found["privatednszones/privatelink.openai.azure.com"]

    for name in ("n", "i"):
        link = found[f"virtualnetworklinks/{name}"]
        assert (parent_id(link.id), link.name) == (owner.id, f"privatelink.openai.azure.com/{name}")


def test_ids_are_unique_in_a_graph() -> None:
    found = seen(plan(*(change(f"azurerm_key_vault.k{n}", {}, {"id": True, "name": True}) for n in range(3))))

    assert len({one.id for one in found.values()}) == len(found) == 3


def test_names_that_only_an_apply_knows_still_hold_a_group_together() -> None:
    unknown = {"id": True, "name": True}
    group = change("azurerm_resource_group.rg", {}, unknown)
    service = change("azurerm_api_management.a", {}, {**unknown, "resource_group_name": True})
    backend = change(
        "azurerm_api_management_backend.b",
        {"name": "oai"},
        {"id": True, "api_management_name": True, "resource_group_name": True},
    )
    named = {"resource_group_name": refers("azurerm_resource_group.rg.name")}
    found = seen(
        plan(
            group,
            service,
            backend,
            resources=[
                configured("azurerm_resource_group.rg", name=refers("random_string.s.result")),
                configured("azurerm_api_management.a", name=refers("random_string.s.result"), **named),
                configured(
                    "azurerm_api_management_backend.b",
                    api_management_name=refers("azurerm_api_management.a.name"),
                    **named,
                ),
            ],
        )
    )
    held, owner, child = found.values()

    assert owner.id.startswith(f"{held.id}/")
    assert parent_id(child.id) == owner.id
