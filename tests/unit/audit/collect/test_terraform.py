import pytest

from headgate.audit.collect.terraform import COLLECTOR
from tests.unit.audit.collect.documents import collected, document
from tests.unit.audit.terraform.plans import change, plan


def test_a_plan_gives_resources_and_says_what_it_left_out() -> None:
    data = plan(
        change("azurerm_virtual_network.v", {"name": "v", "resource_group_name": "rg"}),
        change("azurerm_subnet.s", {"name": "s", "resource_group_name": "rg", "virtual_network_name": "v"}),
        change("azurerm_bastion_host.b", {"name": "b"}),
        change("random_string.r", {}),
        {**change("azurerm_client_config.c", {}), "mode": "data"},
    )
    evidence = collected(COLLECTOR, document("plan.json", data))

    assert [(one.name, one.source.kind) for one in evidence.resources] == [
        ("v", "terraform-plan"),
        ("v/s", "terraform-plan"),
    ]
    assert evidence.troubles[0].reason == "left out, for want of a table: azurerm_bastion_host"


@pytest.mark.parametrize(
    "data, taken",
    [
        ({"format_version": "1.0", "values": {}}, True),
        ({"terraform_version": "1.9", "lineage": "x", "resources": []}, True),
        ({"values": {"root_module": {"resources": []}}}, True),
        ({"resource_changes": []}, True),
        ({"planned_values": {}}, True),
        ({"format_version": "1.0"}, False),
        ({"values": {"a": "b"}}, False),
        ([], False),
        (None, False),
    ],
)
def test_plans_and_states_are_recognised_and_other_files_are_not(data: object, taken: bool) -> None:
    assert COLLECTOR.recognises(document("x.json", data)) is taken
