import pytest

from headgate.audit.collect.arm_parameters import COLLECTOR, values_of
from headgate.audit.graph.value import Unknown
from tests.unit.audit.collect.documents import collected, document

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#"


def test_a_parameter_file_is_recognised_with_and_without_its_schema_and_gives_nothing_alone() -> None:
    with_schema = document("p.json", {"$schema": SCHEMA, "parameters": {}})

    assert collected(COLLECTOR, with_schema).resources == ()
    assert COLLECTOR.recognises(document("p.json", {"parameters": {"a": {"value": 1}}}))


@pytest.mark.parametrize(
    "data", [None, [], {}, {"parameters": {"a": {"type": "string"}}}, {"parameters": {}, "resources": []}]
)
def test_other_files_are_not_taken(data: object) -> None:
    assert not COLLECTOR.recognises(document("x.json", data))


def test_values_secrets_and_variables_of_azds_environment() -> None:
    values = values_of(
        {
            "$schema": SCHEMA,
            "parameters": {
                "Plain": {"value": {"a": [1, None]}},
                "secret": {"reference": {"keyVault": {"id": "x"}, "secretName": "s"}},
                "location": {"value": "${AZURE_LOCATION}"},
                "private": {"value": "${PRIVATE=true}"},
                "name": {"value": "oai-${ENV=dev}"},
                "nothing": {},
            },
        }
    )

    assert values["plain"] == {"a": [1, None]}
    assert isinstance(values["secret"], Unknown)
    assert isinstance(values["location"], Unknown)
    assert values["location"].reason == "parameter 'location' comes from the environment variable AZURE_LOCATION"
    assert (values["private"], values["name"]) == (True, "oai-dev")
    assert "nothing" not in values


def test_a_plain_object_of_values_will_do() -> None:
    assert values_of({"Name": "a"}) == {"name": "a"}
    assert values_of([]) == {}
