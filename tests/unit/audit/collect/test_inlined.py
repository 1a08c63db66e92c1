from typing import Any

from headgate.audit.collect.inlined import with_children
from headgate.audit.graph.value import look
from tests.unit.audit.collect.test_merging import resource

NETWORK = "microsoft.network/virtualnetworks"


def network(**fields: Any) -> Any:
    return resource(type=NETWORK, name="v", id="/s/providers/microsoft.network/virtualnetworks/v", **fields)


def test_a_subnet_inside_its_network_is_a_resource_too() -> None:
    found = with_children([network(properties={"subnets": [{"name": "S", "properties": {"a": 1}}]})])

    assert [(one.type, one.name) for one in found] == [(NETWORK, "v"), (f"{NETWORK}/subnets", "v/S")]
    assert found[1].id == f"{found[0].id}/subnets/s"
    assert found[1].properties == {"a": 1}


def test_a_subnet_beside_its_network_is_in_it_too() -> None:
    subnet = resource(type=f"{NETWORK}/subnets", name="v/s", id=f"{network().id}/subnets/s", properties={"a": 1})
    found = with_children([network(), subnet])

    assert len(found) == 2
    assert look(found[0].properties, "subnets", 0, "properties", "a") == 1


def test_what_is_in_both_places_is_not_doubled() -> None:
    subnet = resource(type=f"{NETWORK}/subnets", name="v/s", id=f"{network().id}/subnets/s", properties={"a": 1})
    found = with_children([network(properties={"subnets": [{"name": "s"}]}), subnet])

    assert len(found) == 2
    assert look(found[0].properties, "subnets") == [{"name": "s"}]
