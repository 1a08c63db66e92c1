from typing import Any

from headgate.audit.arm.instance import Instance
from headgate.audit.graph.value import Unknown
from tests.unit.audit.arm.expressions import template


def instances(resources: Any, **sections: Any) -> list[Instance]:
    return template(resources=resources, **sections).instances()


def test_a_turn_of_a_loop_answers_to_its_number() -> None:
    found = instances({"a": {"type": "A.B/c", "name": "x", "copy": {"name": "l", "count": 2}}})

    assert [one.symbol for one in found] == ["a[0]", "a[1]"]
    assert found[1].answers_to("a[1]", symbols=True)
    assert not found[1].answers_to("a[0]", symbols=True)
    assert found[0].answers_to("a", symbols=True)


def test_a_child_is_deployed_only_with_its_parent() -> None:
    child = {"type": "d", "name": "y"}
    found = instances(
        [
            {"type": "A.B/c", "name": "x", "condition": False, "resources": [child]},
            {"type": "A.B/c", "name": "z", "condition": "[parameters('on')]", "resources": [child]},
        ],
        parameters={"on": {"type": "bool"}},
    )

    assert found[1].deployed is False
    assert isinstance(found[3].deployed, Unknown)


def test_what_is_no_resource_is_reported_and_skipped() -> None:
    found = template(resources=["x", {"type": "A.B/c", "name": "n", "copy": {"name": "l", "count": 9999}}])

    assert len(found.instances()) == 1
    assert found.world.mistakes == [
        "resources: 0 is no resource: an object was expected",
        "loop 'l': a loop runs 0 to 800 times, not 9999",
    ]
