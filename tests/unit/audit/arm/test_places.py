from headgate.audit.graph.value import Unknown
from tests.unit.audit.arm.expressions import compute


def test_the_group_has_an_id_and_a_name_but_no_known_location() -> None:
    assert compute("resourceGroup().id") == "/subscriptions/template/resourceGroups/template"
    location = compute("resourceGroup().location")
    assert isinstance(location, Unknown)
    assert location.reason == "the location of the resource group is not in the template"


def test_the_subscription_the_tenant_and_the_cloud() -> None:
    assert compute("subscription().subscriptionId") == "template"
    assert isinstance(compute("tenant().tenantId"), Unknown)
    assert compute("environment().suffixes.storage") == "core.windows.net"
    assert compute("deployment().name") == "template"
    assert isinstance(compute("managementGroup().properties"), Unknown)
