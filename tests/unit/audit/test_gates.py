from typing import Any

import pytest

from headgate.audit.gates import on_loopback, pools, section
from headgate.audit.graph.gate import GateConfiguration
from headgate.audit.graph.value import Unknown, UnknownValueError
from tests.audit_samples import source


def gate(**properties: Any) -> GateConfiguration:
    return GateConfiguration(name="headgate.yaml", id="gate", source=source("headgate"), properties=properties)


def test_a_model_is_shown_with_the_deployments_behind_it() -> None:
    shown = gate(
        backends={"east": {"region": "EastUS", "deployments": {"chat": {"model": "gpt-4o", "kind": "provisioned"}}}},
        models={"gpt-4o": {"pools": [["east/chat"], ["west/nothing"]]}},
    )

    [(name, [[chat], empty])] = pools(shown)

    assert (name, chat.key, chat.region, chat.provisioned) == ("gpt-4o", "east/chat", "eastus", True)
    assert empty == []


def test_a_kind_that_is_not_given_is_standard() -> None:
    shown = gate(backends={"e": {"deployments": {"c": {"model": "m"}}}}, models={"m": {"pools": [["e/c"]]}})

    [(_, [[member]])] = pools(shown)

    assert member.standard


def test_what_cannot_be_told_is_not_taken_for_nothing() -> None:
    with pytest.raises(UnknownValueError):
        section(gate(models=Unknown("no value")), "models")


@pytest.mark.parametrize("address", ["127.0.0.1:80", "localhost:8080", "[::1]:8080", "http://127.0.0.1:9000"])
def test_this_machine_is_known_by_its_addresses(address: str) -> None:
    assert on_loopback(address)
    assert not on_loopback("0.0.0.0:80")
    assert not on_loopback("http://contoso.example")
