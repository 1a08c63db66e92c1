import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headgate.audit.collect.arm_template import COLLECTOR
from headgate.audit.graph.value import Unknown, look
from tests.unit.audit.collect.documents import collected, document

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
ACCOUNT = {
    "type": "Microsoft.CognitiveServices/accounts",
    "apiVersion": "2024-10-01",
    "name": "[parameters('name')]",
    "properties": {"publicNetworkAccess": "[parameters('access')]"},
}
PARAMETERS = {"name": {"type": "string"}, "access": {"type": "string", "defaultValue": "Disabled"}}


def template(*resources: Any, **sections: Any) -> dict[str, Any]:
    return {"$schema": SCHEMA, "contentVersion": "1.0.0.0", "resources": list(resources), **sections}


@pytest.mark.parametrize("data", [None, [], {}, {"resources": []}, {"$schema": SCHEMA}, {"contentVersion": "1"}])
def test_what_is_no_template_is_not_taken(data: object) -> None:
    assert not COLLECTOR.recognises(document("x.json", data))


def test_named_parameter_files_fill_the_template_the_later_winning() -> None:
    files = tuple(document(f"{n}.json", {"parameters": {"name": {"value": f"oai-{n}"}}}) for n in (1, 2))
    evidence = collected(COLLECTOR, document("main.json", template(ACCOUNT, parameters=PARAMETERS)), parameters=files)

    assert [one.name for one in evidence.resources] == ["oai-2"]
    assert look(evidence.resources[0].properties, "publicNetworkAccess") == "Disabled"
    assert evidence.resources[0].source.kind == "arm-template"


def test_a_variable_of_azd_that_is_not_said_to_be_set_leaves_the_parameter_to_its_default() -> None:
    given = {"name": {"value": "${AZURE_ENV_NAME}"}, "access": {"value": "${ACCESS}"}}
    file = document("p.json", {"parameters": given})
    evidence = collected(COLLECTOR, document("main.json", template(ACCOUNT, parameters=PARAMETERS)), parameters=(file,))

    assert evidence.resources[0].name == "(unknown: {AZURE_ENV_NAME})"
    assert look(evidence.resources[0].properties, "publicNetworkAccess") == "Disabled"

    mixed = document("p.json", {"parameters": {**given, "access": {"value": "x-${ACCESS}"}}})
    evidence = collected(
        COLLECTOR, document("main.json", template(ACCOUNT, parameters=PARAMETERS)), parameters=(mixed,)
    )
    assert isinstance(look(evidence.resources[0].properties, "publicNetworkAccess"), Unknown)


def test_the_parameter_file_beside_a_template_is_used_when_none_is_named() -> None:
    beside = document("infra/main.parameters.json", {"parameters": {"name": {"value": "beside"}}})
    evidence = collected(COLLECTOR, document("infra/main.json", template(ACCOUNT, parameters=PARAMETERS)), beside)

    assert [one.name for one in evidence.resources] == ["beside"]


def test_a_value_for_no_parameter_is_reported() -> None:
    file = document("p.json", {"parameters": {"nmae": {"value": "x"}}})
    evidence = collected(COLLECTOR, document("main.json", template(ACCOUNT, parameters=PARAMETERS)), parameters=(file,))

    assert [(one.path, one.reason) for one in evidence.troubles] == [
        ("p.json", "no template here has a parameter 'nmae'")
    ]


def test_a_linked_template_is_read_where_it_is_linked_and_said_to_be_used() -> None:
    link = {
        "type": "Microsoft.Resources/deployments",
        "name": "oai",
        "properties": {
            "templateLink": {"uri": "[uri(deployment().properties.templateLink.uri, 'nested/oai.json')]"},
            "parameters": {"name": {"value": "linked"}},
        },
    }
    main = document("main.json", template(link), named=False)
    linked = document("nested/oai.json", template(ACCOUNT, parameters=PARAMETERS), named=False)

    assert [one.name for one in collected(COLLECTOR, main, linked).resources] == ["linked"]
    assert collected(COLLECTOR, main, linked).gaps == ()
    assert collected(COLLECTOR, main, linked).uses == ("nested/oai.json",)


def test_a_linked_template_that_is_not_here_is_said() -> None:
    link = {
        "type": "Microsoft.Resources/deployments",
        "name": "oai",
        "properties": {"templateLink": {"relativePath": "oai.json"}},
    }
    evidence = collected(COLLECTOR, document("main.json", template(link)))

    assert "oai.json is not among the files" in evidence.troubles[0].reason
    assert len(evidence.gaps) == 1


def test_a_mistake_is_reported_with_the_file() -> None:
    broken = {**ACCOUNT, "name": "[concat('a']"}
    evidence = collected(COLLECTOR, document("main.json", template(broken)))

    assert evidence.troubles[0].path == "main.json"
    assert evidence.troubles[0].reason.startswith("[concat('a']: at character")
    assert len(evidence.resources) == 1


def test_circular_defaults_give_a_clear_error_and_the_rest_stays() -> None:
    circle = {"a": {"defaultValue": "[parameters('b')]"}, "b": {"defaultValue": "[parameters('a')]"}}
    resources = ({**ACCOUNT, "name": "x", "properties": {"p": "[parameters('a')]", "q": 1}},)
    evidence = collected(COLLECTOR, document("main.json", template(*resources, parameters=circle)))

    assert "a circle: parameter 'a' needs parameter 'b' needs parameter 'a'" in evidence.troubles[0].reason
    assert look(evidence.resources[0].properties, "q") == 1
    assert isinstance(look(evidence.resources[0].properties, "p"), Unknown)


def test_a_long_chain_of_variables_ends_in_a_clear_error() -> None:
    chain = {"v0": "x"} | {f"v{n}": f"[concat(variables('v{n - 1}'), 'x')]" for n in range(1, 2_000)}
    body = template({**ACCOUNT, "name": "[variables('v1999')]"}, variables=chain)
    evidence = collected(COLLECTOR, document("main.json", body))

    assert "levels" in evidence.troubles[0].reason


def test_a_template_of_500_resources_is_read_well_within_two_seconds() -> None:
    loop = {"name": "l", "count": 5}
    many = [{**ACCOUNT, "name": f"[format('oai-{n}-{{0}}', copyIndex())]", "copy": loop} for n in range(100)]
    began = time.process_time()
    evidence = collected(COLLECTOR, document("main.json", template(*many, parameters=PARAMETERS)))

    assert len(evidence.resources) == 500
    assert time.process_time() - began < 2


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["[parameters('a')]", "[x", "[copyIndex()]"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "type", "copy", "count", "properties", "scope", "template"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.fixed_dictionaries({"resources": st.lists(JSON, max_size=3)}, optional={
    "parameters": JSON, "variables": JSON, "outputs": JSON, "functions": JSON, "definitions": JSON, "$schema": JSON,
}))  # fmt: skip
def test_any_json_that_calls_itself_a_template_is_read_without_falling_over(body: dict[str, Any]) -> None:
    collected(COLLECTOR, document("main.json", {"contentVersion": "1.0.0.0", **body}))
