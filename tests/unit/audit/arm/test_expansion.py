import datetime
import time
from typing import Any

from headgate.audit.arm.expansion import expand
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source
from headgate.audit.graph.value import Unknown, look, present
from tests.unit.audit.arm.expressions import template

SOURCE = Source("main.json", "arm-template", datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC))
GROUP = "/subscriptions/template/resourcegroups/template/providers"


def expanded(resources: Any, **sections: Any) -> list[Resource]:
    return expand(template(resources=resources, **sections), SOURCE)


def account(name: str = "a", **members: Any) -> dict[str, Any]:
    return {"type": "Microsoft.CognitiveServices/accounts", "apiVersion": "2024-10-01", "name": name, **members}


def test_a_resource_has_arms_shape_and_knows_its_place() -> None:
    [found] = expanded(
        [account(kind="OpenAI", sku={"name": "S0"}, tags={"env": "prod"}, properties={"a": "[add(1, 1)]"})]
    )

    assert (found.type, found.name, found.path) == ("microsoft.cognitiveservices/accounts", "a", "resources[0]")
    assert found.id == f"{GROUP}/microsoft.cognitiveservices/accounts/a"
    assert (found.kind, found.sku, found.tags, found.properties) == (
        "OpenAI",
        {"name": "S0"},
        {"env": "prod"},
        {"a": 2},
    )
    assert found.certain is True
    assert found.api_version == "2024-10-01"


def test_a_false_condition_leaves_no_resource_and_an_unknown_one_an_uncertain_resource() -> None:
    found = expanded(
        [account("a", condition=False), account("b", condition="[parameters('on')]")],
        parameters={"on": {"type": "bool"}},
    )

    assert [one.name for one in found] == ["b"]
    assert isinstance(found[0].certain, Unknown)


def test_a_loop_makes_a_resource_of_each_turn() -> None:
    found = expanded([account("[format('a{0}', copyIndex())]", copy={"name": "accounts", "count": 3})])

    assert [one.name for one in found] == ["a0", "a1", "a2"]


def test_a_loop_of_unknown_length_stands_for_all_its_turns() -> None:
    [found] = expanded(
        [account("[parameters('names')[copyIndex()]]", copy={"name": "l", "count": "[length(parameters('names'))]"})],
        parameters={"names": {"type": "array"}},
    )

    assert isinstance(found.certain, Unknown)
    assert found.name.startswith("(unknown:")


def test_children_inside_and_beside_are_the_same() -> None:
    child = {"properties": {"model": {"name": "gpt-4o"}}}
    [_, inside] = expanded([account(resources=[{"type": "deployments", "name": "d", **child}])])
    [beside] = expanded([{"type": "Microsoft.CognitiveServices/accounts/deployments", "name": "a/d", **child}])

    assert (inside.id, inside.type, inside.name) == (beside.id, beside.type, beside.name)


def test_extensions_know_what_they_are_about_however_they_are_written() -> None:
    about = "[resourceId('Microsoft.CognitiveServices/accounts', 'a')]"
    found = expanded(
        [
            {"type": "Microsoft.Insights/diagnosticSettings", "name": "s", "scope": about},
            {
                "type": "Microsoft.Insights/diagnosticSettings",
                "name": "s",
                "scope": "Microsoft.CognitiveServices/accounts/a",
            },
            {
                "type": "Microsoft.CognitiveServices/accounts/providers/diagnosticSettings",
                "name": "a/Microsoft.Insights/s",
            },
        ]
    )

    assert {one.scope for one in found} == {f"{GROUP}/microsoft.cognitiveservices/accounts/a"}
    assert {one.type for one in found} == {"microsoft.insights/diagnosticsettings"}
    assert len({one.id for one in found}) == 1


def test_one_unknown_name_is_one_resource_and_what_refers_to_it_finds_it() -> None:
    target = "[resourceId('Microsoft.CognitiveServices/accounts', format('oai-{0}', parameters('env')))]"
    properties = {"target": target, "zone": "[parameters('env')]"}
    found = expanded(
        [
            account("[format('oai-{0}', parameters('env'))]"),
            {"type": "Microsoft.Network/privateEndpoints", "name": "pe", "properties": properties},
        ],
        parameters={"env": {"type": "string"}},
    )

    assert found[0].name == "(unknown: oai-{env})"
    assert str(look(found[1].properties, "target")).lower() == found[0].id
    assert look(found[1].properties, "zone") == Unknown("parameter 'env' has no value")


def test_symbolic_names_and_existing_resources() -> None:
    found = expanded(
        {
            "oai": account("a", properties={"x": "[resourceInfo('vnet').id]"}),
            "vnet": {"existing": True, "type": "Microsoft.Network/virtualNetworks", "name": "v"},
        },
        languageVersion="2.0",
    )

    assert [(one.path, one.existing) for one in found] == [("resources.oai", False), ("resources.vnet", True)]
    assert str(look(found[0].properties, "x")).lower() == found[1].id


def test_what_a_running_resource_says_is_unknown_but_the_subnets_of_a_declared_network() -> None:
    vnet = {"type": "Microsoft.Network/virtualNetworks", "name": "v", "properties": {"subnets": [{"name": "s"}]}}
    properties = {
        "subnet": "[reference(resourceId('Microsoft.Network/virtualNetworks', 'v')).subnets[0].id]",
        "principal": "[reference(resourceId('A.B/c', 'x'), '2024-01-01', 'Full').identity.principalId]",
    }
    found = expanded([vnet, account(properties=properties)])

    assert str(look(found[1].properties, "subnet")).lower() == f"{found[0].id}/subnets/s"
    principal = look(found[1].properties, "principal")
    assert principal == Unknown("known only once deployed: A.B/c/x: identity.principalId")


def test_a_template_that_would_run_away_ends_soon_and_says_why() -> None:
    doubling: dict[str, Any] = {"v0": ["x"]}
    doubling |= {f"v{n}": f"[createArray(variables('v{n - 1}'), variables('v{n - 1}'))]" for n in range(1, 60)}
    template_of_much = template(resources=[account(properties="[variables('v59')]")], variables=doubling)
    began = time.process_time()
    found = expand(template_of_much, SOURCE)

    assert found == []
    assert "steps" in template_of_much.world.mistakes[0]
    assert template_of_much.world.gaps
    assert time.process_time() - began < 10


def test_an_unknown_text_with_a_known_part_is_still_known_to_be_filled() -> None:
    [found] = expanded(
        [account(properties={"name": "[format('oai-{0}', parameters('env'))]", "env": "[parameters('env')]"})],
        parameters={"env": {"type": "string"}},
    )

    assert [present(look(found.properties, key)) is True for key in ("name", "env")] == [True, False]
    name = look(found.properties, "name")
    assert isinstance(name, Unknown)
    assert name.form == "oai-{env}"
