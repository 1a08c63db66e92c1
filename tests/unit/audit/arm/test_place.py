import pytest

from headgate.audit.arm.place import Place, place_of


@pytest.mark.parametrize(
    "schema, level",
    [
        ("…/2018-05-01/subscriptionDeploymentTemplate.json#", "subscription"),
        ("…/2019-08-01/managementGroupDeploymentTemplate.json#", "managementGroup"),
        ("…/2019-08-01/tenantDeploymentTemplate.json#", "tenant"),
        ("…/2019-04-01/deploymentTemplate.json#", "group"),
        (None, "group"),
    ],
)
def test_the_schema_says_where_a_template_is_deployed_to(schema: object, level: str) -> None:
    assert place_of(schema).level == level


def test_each_place_has_an_id() -> None:
    assert Place("tenant").id == ""
    assert Place("subscription", "s").id == "/subscriptions/s"
    assert Place("group", "s", "g").id == "/subscriptions/s/resourceGroups/g"
    assert Place("managementGroup", management_group="m").id == "/providers/Microsoft.Management/managementGroups/m"
