from typing import Any

import pytest

from headgate.audit.collect.azure_export import COLLECTOR
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import look
from tests.unit.audit.collect.documents import collected, document, graph_of

RG = "/subscriptions/S/resourceGroups/rg/providers"
ACCOUNT = f"{RG}/Microsoft.CognitiveServices/accounts/Oai"


def read(data: Any, path: str = "x.json") -> list[Resource]:
    return list(collected(COLLECTOR, document(path, data)).resources)


def test_an_account_list_is_nested_already() -> None:
    [found] = read([{"id": ACCOUNT, "name": "Oai", "kind": "OpenAI", "location": "eastus", "properties": {"a": 1}}])

    assert (found.type, found.name, found.id) == ("microsoft.cognitiveservices/accounts", "Oai", ACCOUNT.lower())
    assert (found.kind, found.location, found.path, found.source.kind) == ("OpenAI", "eastus", "[0]", "az-export")


def test_a_deployment_gets_its_full_name_and_its_account() -> None:
    evidence = collected(
        COLLECTOR,
        document("d.json", [{"id": f"{ACCOUNT}/deployments/gpt", "name": "gpt", "sku": {"name": "Standard"}}]),
    )

    assert evidence.resources[0].name == "Oai/gpt"
    assert evidence.complete_types == {f"microsoft.cognitiveservices/accounts/deployments@{ACCOUNT.lower()}"}


def test_a_private_endpoint_is_nested_again() -> None:
    connection = {"name": "c", "groupIds": ["account"], "privateLinkServiceId": ACCOUNT}
    [found] = read(
        [{"id": f"{RG}/Microsoft.Network/privateEndpoints/pe", "privateLinkServiceConnections": [connection]}]
    )

    assert look(found.properties, "privateLinkServiceConnections", 0, "properties", "groupIds") == ["account"]


def test_a_role_assignment_knows_its_scope() -> None:
    identifier = f"{ACCOUNT}/providers/Microsoft.Authorization/roleAssignments/r"
    [found] = read([{"id": identifier, "principalId": "p", "scope": ACCOUNT, "roleDefinitionName": "Owner"}])

    assert found.scope == ACCOUNT.lower()
    assert look(found.properties, "principalId") == "p"


def test_diagnostic_settings_know_what_they_are_about() -> None:
    identifier = f"{ACCOUNT.lower()}/providers/microsoft.insights/diagnosticSettings/d"
    evidence = collected(
        COLLECTOR, document("d.json", {"value": [{"id": identifier, "logs": [], "workspaceId": "/w"}]})
    )

    assert evidence.resources[0].scope == ACCOUNT.lower()
    assert evidence.resources[0].path == "value[0]"
    assert evidence.complete_types == {f"microsoft.insights/diagnosticsettings@{ACCOUNT.lower()}"}


def test_subnets_of_a_flattened_network_are_resources() -> None:
    found = read({"id": f"{RG}/Microsoft.Network/virtualNetworks/v", "subnets": [{"name": "s", "addressPrefix": "p"}]})

    assert [one.name for one in found] == ["v", "v/s"]
    assert found[1].properties == {"addressPrefix": "p"}


def test_lists_are_whole_for_their_type_but_shows_queries_and_parts_are_not() -> None:
    account = {"id": ACCOUNT, "properties": {}}

    def complete(data: Any) -> frozenset[str]:
        return collected(COLLECTOR, document("x.json", data)).complete_types

    assert complete([account]) == {"microsoft.cognitiveservices/accounts"}
    assert complete(account) == complete({"data": [account], "count": 1}) == frozenset()
    assert complete({"value": [account], "nextLink": "https://example.com"}) == frozenset()


def test_a_part_of_a_list_is_reported() -> None:
    evidence = collected(COLLECTOR, document("x.json", {"data": [{"id": ACCOUNT}], "skipToken": "x"}))

    assert "only a part" in evidence.troubles[0].reason


def test_an_empty_list_says_what_it_is_a_list_of_by_its_name() -> None:
    evidence = collected(COLLECTOR, document("private-endpoint-list.json", []))

    assert graph_of(evidence).absence_counts("Microsoft.Network/privateEndpoints")
    assert not COLLECTOR.recognises(document("list.json", []))


def test_absence_beside_one_resource_is_known_only_there() -> None:
    data = [{"id": f"{ACCOUNT}/deployments/gpt"}, {"id": f"{ACCOUNT}/deployments/o3"}]
    graph = graph_of(collected(COLLECTOR, document("d.json", data)))
    kind = "microsoft.cognitiveservices/accounts/deployments"
    other = read({"id": f"{RG}/Microsoft.CognitiveServices/accounts/other", "properties": {}})[0]
    own = read({"id": ACCOUNT, "properties": {}})[0]

    assert graph.absence_counts(kind, own)
    assert not graph.absence_counts(kind, other)


@pytest.mark.parametrize(
    "data",
    [None, {}, "x", [1], [{"name": "a"}], {"value": [{"id": "plain"}]}, {"id": 7}, {"$schema": "x", "value": []}],
)
def test_other_files_are_not_taken(data: object) -> None:
    assert not COLLECTOR.recognises(document("x.json", data))
