import pytest

from headgate.audit.graph.value import Unknown
from headgate.audit.terraform.declared import Declared, declared_in, overlaid
from tests.unit.audit.terraform.plans import change, plan


def test_an_address_is_read_in_all_its_parts() -> None:
    one = Declared('module.ai["eu.1"].module.b.azurerm_x.main[0]', "azurerm_x", {})

    assert (one.module, one.local, one.key) == (("ai", "b"), "azurerm_x.main", "[0]")
    assert one.prefix == 'module.ai["eu.1"].module.b.'
    assert Declared("data.azurerm_x.y", "azurerm_x", {}, data=True).local == "data.azurerm_x.y"


def test_what_only_an_apply_knows_is_unknown() -> None:
    found = overlaid({"a": 1, "b": [{"c": 2}]}, {"id": True, "b": [{"d": True}], "e": [{"f": True}]})

    assert isinstance(found, dict)
    assert found["a"] == 1
    assert isinstance(found["id"], Unknown)
    assert isinstance(found["b"][0]["d"], Unknown)  # type: ignore[index,call-overload]
    assert isinstance(found["e"][0]["f"], Unknown)  # type: ignore[index,call-overload]


def test_what_a_plan_removes_is_not_there() -> None:
    gone = {"address": "a.b", "type": "a", "change": {"actions": ["delete"], "after": None}}

    assert [one.address for one in declared_in(plan(gone, change("azurerm_x.y", {})))] == ["azurerm_x.y"]


@pytest.mark.parametrize(
    "data, address",
    [
        ({"values": {"root_module": {"child_modules": [{"resources": [
            {"address": "module.a.azurerm_x.y", "type": "azurerm_x", "values": {}}]}]}}}, "module.a.azurerm_x.y"),
        ({"resources": [{"module": "module.a", "type": "azurerm_x", "name": "y", "instances": [
            {"index_key": "k", "attributes": {}}]}]}, 'module.a.azurerm_x.y["k"]'),
        ({"resources": ["x", {"instances": ["y"]}], "lineage": 1}, None),
    ],
)  # fmt: skip
def test_states_are_read_in_both_their_forms(data: dict[str, object], address: str | None) -> None:
    assert [one.address for one in declared_in(data)] == ([address] if address else [])
