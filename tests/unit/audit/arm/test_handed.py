"""What a deployment would keep readable is found, and never repeated."""

import datetime
from typing import Any

import pytest

from headgate.audit.arm.handed import WRITTEN, deployments, secret_inside
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import Source
from headgate.audit.graph.value import Unknown, Value, look
from tests.unit.audit.arm.expressions import template

SOURCE = Source("infra/main.json", "arm-template", datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC))
LISTED = "[listKeys(resourceId('Microsoft.CognitiveServices/accounts', 'oai'), '2024-10-01').key1]"


def handed(**sections: Any) -> list[Resource]:
    return deployments(template(resources=sections.pop("resources", []), **sections), SOURCE)


def module(parameters: dict[str, Any], values: dict[str, Any], outputs: dict[str, Any] | None = None) -> dict[str, Any]:
    inner = {"resources": [], "parameters": parameters, "outputs": outputs or {}}
    return {
        "type": "Microsoft.Resources/deployments",
        "apiVersion": "2024-03-01",
        "name": "inner",
        "properties": {
            "expressionEvaluationOptions": {"scope": "inner"},
            "parameters": {name: {"value": value} for name, value in values.items()},
            "template": inner,
        },
    }


def test_secure_parameters_and_those_that_sound_secret_are_shown_without_what_is_in_them() -> None:
    [root] = handed(
        parameters={
            "adminPassword": {"type": "secureString", "defaultValue": "hunter2"},
            "openAiApiKey": {"type": "string"},
            "token": {"type": "securestring", "defaultValue": "[newGuid()]"},
            "location": {"type": "string", "defaultValue": "westeurope"},
        }
    )

    assert (root.type, root.name, root.path) == ("microsoft.resources/deployments", "main.json", "")
    assert look(root.properties, "parameters") == {
        "adminPassword": {"type": "securestring", "defaultValue": WRITTEN},
        "openAiApiKey": {"type": "string"},
        "token": {"type": "securestring", "defaultValue": "(computed)"},
    }
    assert "hunter2" not in repr(root)


def test_outputs_with_listed_keys_are_shown_however_deep_they_stand() -> None:
    [root] = handed(outputs={"all": {"type": "object", "value": {"inner": [LISTED]}}, "b": {"type": "int", "value": 1}})

    shown = look(root.properties, "outputs", "all", "value")
    assert isinstance(shown, Unknown)
    assert shown.reason.startswith("listKeys()")
    assert look(root.properties, "outputs", "b", "type") not in {"int"}


def test_a_module_is_shown_only_for_what_it_is_handed_in_plain() -> None:
    plain = {"text": {"type": "string"}, "key": {"type": "securestring"}, "adminPassword": {"type": "string"}}
    [inner] = handed(resources=[module(plain, {"text": LISTED, "key": LISTED, "adminPassword": "x"})])

    assert (inner.name, inner.path) == ("main.json/inner", "resources[0]")
    assert list(look(inner.properties, "parameters") or ()) == ["text"]  # type: ignore[arg-type]


def test_a_module_with_types_of_its_own_may_keep_its_secrets_in_secure_parts() -> None:
    shaped = {"secrets": {"type": "array", "items": {"$ref": "#/definitions/secret"}}}

    assert handed(resources=[module(shaped, {"secrets": [{"value": LISTED}]})]) == []


def test_a_template_without_secrets_hands_on_none() -> None:
    assert handed(parameters={"location": {"type": "string"}}, outputs={"a": {"type": "string", "value": "x"}}) == []


@pytest.mark.parametrize(
    "value, found",
    [
        ("text", False),
        (Unknown("parameter 'a' has no value"), False),
        ({"a": [Unknown("secure parameter 'a' has no value")]}, True),
    ],
)
def test_a_secret_is_told_by_where_it_comes_from(value: Value, *, found: bool) -> None:
    assert (secret_inside(value) is not None) is found
