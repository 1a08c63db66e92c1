from typing import Any

from headgate.audit.drift import Difference, drift
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown
from tests.audit_samples import ACCOUNT, graph, resource


def account(name: str, **properties: Any) -> Resource:
    return resource(ACCOUNT, name, kind="OpenAI", sku={"name": "S0"}, properties=properties)


def test_names_and_capacity_are_set_aside() -> None:
    dev = graph(account("oai-bot-dev-001", customSubDomainName="bot-dev", publicNetworkAccess="Disabled"))
    prod = graph(account("oai-bot-prod-007", customSubDomainName="bot", publicNetworkAccess="disabled"))
    kind = f"{ACCOUNT}/deployments"
    small = resource(kind, "oai-dev/chat", sku={"name": "Standard", "capacity": 10}, properties={})
    large = resource(kind, "oai-prod/chat", sku={"name": "Standard", "capacity": 900}, properties={})

    assert drift(dev, prod) == []
    assert drift(graph(small), graph(large)) == []


def test_a_setting_that_differs_is_shown_with_both_values() -> None:
    [found] = drift(
        graph(account("oai-dev", disableLocalAuth=False)), graph(account("oai-prod", disableLocalAuth=True))
    )

    assert (found.kind, found.path, found.values) == ("differs", "properties.disableLocalAuth", ("False", "True"))
    assert (found.a, found.b) == ("oai-dev", "oai-prod")


def test_a_setting_that_only_one_has_is_shown() -> None:
    [found] = drift(graph(account("oai-dev")), graph(account("oai-prod", networkAcls={"defaultAction": "Deny"})))

    assert found.path == "properties.networkAcls"
    assert found.values[0] == "not set"


def test_a_resource_that_only_one_has_is_shown() -> None:
    vault = resource("Microsoft.KeyVault/vaults", "kv-prod", properties={})

    assert drift(graph(), graph(vault)) == [Difference("only-in-b", "microsoft.keyvault/vaults", "", "kv-prod")]
    assert drift(graph(vault), graph()) == [Difference("only-in-a", "microsoft.keyvault/vaults", "kv-prod", "")]


def test_resources_are_paired_by_what_is_left_of_their_names() -> None:
    dev = graph(account("oai-chat-dev", a=1), account("oai-embed-dev", a=2))
    prod = graph(account("oai-embed-prod", a=2), account("oai-chat-prod", a=1))

    assert drift(dev, prod) == []


def test_what_cannot_be_told_is_not_taken_for_equal() -> None:
    [found] = drift(graph(account("oai-dev", a=Unknown("no value"))), graph(account("oai-prod", a=1)))

    assert found.kind == "unknown"
    assert found.values == ("unknown: no value", "1")


def test_an_environment_inside_a_value_is_no_difference() -> None:
    assert drift(graph(account("o-dev", vault="kv-dev-1")), graph(account("o-prod", vault="kv-prod-1"))) == []
