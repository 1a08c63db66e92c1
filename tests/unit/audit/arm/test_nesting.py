from typing import Any

from headgate.audit.arm.expansion import expand
from headgate.audit.arm.place import place_of
from headgate.audit.arm.template import Template
from headgate.audit.arm.world import World
from headgate.audit.graph.value import Unknown, look
from tests.unit.audit.arm.expressions import SCHEMA
from tests.unit.audit.arm.test_expansion import SOURCE, account, expanded


def nested(name: str, resources: Any, scope: str = "inner", **members: Any) -> dict[str, Any]:
    """A deployment; ``members`` of its template, or ``deploy_…`` for the deployment itself."""
    own = {key.removeprefix("deploy_"): value for key, value in members.items() if key.startswith("deploy_")}
    sections = {key: value for key, value in members.items() if not key.startswith(("deploy_", "given"))}
    return {
        "type": "Microsoft.Resources/deployments",
        "name": name,
        **own,
        "properties": {
            "expressionEvaluationOptions": {"scope": scope},
            "parameters": members.get("given", {}),
            "template": {"$schema": SCHEMA, "resources": resources, **sections},
        },
    }


def test_inner_scope_sees_its_own_parameters_and_outer_scope_those_around() -> None:
    resource = account("[parameters('n')]")
    parameters = {"n": {"defaultValue": "outer"}}
    found = expanded(
        [
            nested("in", [resource], parameters={"n": {"type": "string"}}, given={"n": {"value": "inner"}}),
            nested("out", [resource], "outer", parameters={"n": {"defaultValue": "ignored"}}),
        ],
        parameters=parameters,
    )

    assert [one.name for one in found] == ["inner", "outer"]
    assert found[0].path == "resources[0].properties.template.resources[0]"


def test_outputs_of_one_deployment_are_parameters_of_the_next_in_any_order() -> None:
    output = "[reference(resourceId('Microsoft.Resources/deployments', 'net')).outputs.id.value]"
    found = expanded(
        [
            nested(
                "oai",
                [account(properties={"subnet": "[parameters('subnet')]"})],
                parameters={"subnet": {"type": "string"}},
                given={"subnet": {"value": output}},
            ),
            nested("net", [], outputs={"id": {"type": "string", "value": "[resourceId('A.B/c', 'x')]"}}),
        ]
    )

    assert str(look(found[0].properties, "subnet")).endswith("/providers/A.B/c/x")


def test_a_parameter_may_be_passed_as_a_loop() -> None:
    loop = [{"name": "value", "count": 2, "input": {"name": "[format('s{0}', copyIndex('value'))]"}}]
    found = expanded(
        [
            nested(
                "net",
                [account(properties={"subnets": "[parameters('subnets')]"})],
                parameters={"subnets": {"type": "array", "defaultValue": []}},
                given={"subnets": {"copy": loop}},
            )
        ]
    )

    assert look(found[0].properties, "subnets") == [{"name": "s0"}, {"name": "s1"}]


def test_outputs_are_found_by_symbolic_name_too() -> None:
    found = expanded(
        {
            "net": nested("net-deployment", [], outputs={"id": {"type": "string", "value": "found"}}),
            "oai": account(properties={"x": "[reference('net').outputs.id.value]"}),
        },
        languageVersion="2.0",
    )

    assert look(found[0].properties, "x") == "found"


def test_a_deployment_may_go_to_another_group_whose_location_the_template_knows() -> None:
    template = Template(
        {
            "$schema": "…/subscriptionDeploymentTemplate.json#",
            "resources": [
                {"type": "Microsoft.Resources/resourceGroups", "name": "rg-ai", "location": "swedencentral"},
                nested("ai", [account(location="[resourceGroup().location]")], deploy_resourceGroup="rg-ai"),
            ],
        },
        place_of("subscriptionDeploymentTemplate.json"),
        World(),
    )
    found = expand(template, SOURCE)

    assert (
        found[1].id == "/subscriptions/template/resourcegroups/rg-ai/providers/microsoft.cognitiveservices/accounts/a"
    )
    assert found[1].location == "swedencentral"


def test_a_secret_of_a_key_vault_is_unknown() -> None:
    secret = {"reference": {"keyVault": {"id": "x"}, "secretName": "key"}}
    [found] = expanded(
        [
            nested(
                "d",
                [account(properties={"k": "[parameters('k')]"})],
                parameters={"k": {"type": "secureString"}},
                given={"k": secret},
            )
        ]
    )

    assert look(found.properties, "k") == Unknown("secret 'key' of a Key Vault")


def test_a_linked_template_is_found_among_the_files_else_it_is_a_gap() -> None:
    body = {
        "resources": [
            {
                "type": "Microsoft.Resources/deployments",
                "name": name,
                "properties": {"templateLink": {"relativePath": f"linked/{name}.json"}},
            }
            for name in ("here", "elsewhere")
        ]
    }
    files = {"linked/here.json": {"resources": [account()]}}
    world = World(files.get)

    assert [one.name for one in expand(Template(body, place_of(SCHEMA), world), SOURCE)] == ["a"]
    assert world.gaps == ["resources[1]: the linked template linked/elsewhere.json is not among the files"]


def test_a_template_that_links_itself_ends() -> None:
    link = {"type": "Microsoft.Resources/deployments", "name": "d", "properties": {"templateLink": {"uri": "self"}}}
    body = {"resources": [link, account()]}
    world = World({"self": body}.get)
    expand(Template(body, place_of(SCHEMA), world), SOURCE)

    assert any("deployments inside each other" in mistake for mistake in world.mistakes)


def test_a_deployment_whose_condition_is_unknown_makes_its_resources_uncertain() -> None:
    [found] = expanded(
        [nested("d", [account()], deploy_condition="[parameters('on')]")], parameters={"on": {"type": "bool"}}
    )

    assert isinstance(found.certain, Unknown)
