import pytest

from headgate.audit.collect.key_vault_secrets import COLLECTOR
from headgate.audit.graph.value import MISSING, Unknown, look
from tests.unit.audit.collect.documents import collected, document


def listed(**item: object) -> dict[str, object]:
    return {
        "id": "https://kv-bot.vault.azure.net/secrets/openai-key",
        "name": "openai-key",
        "contentType": None,
        **item,
    }


def test_a_secret_is_one_of_its_vault_and_ends_when_it_says() -> None:
    dated = listed(attributes={"enabled": True, "expires": "2027-03-31T00:00:00+00:00"})
    forever = listed(attributes={"enabled": True, "expires": None})
    first, second = collected(COLLECTOR, document("secrets.json", [dated, forever])).resources

    assert (first.type, first.name) == ("microsoft.keyvault/vaults/secrets", "kv-bot/openai-key")
    assert look(first.properties, "attributes", "exp") == 1806451200
    assert look(second.properties, "attributes", "exp") is MISSING


def test_a_list_that_was_cut_down_says_nothing_of_the_end() -> None:
    [found] = collected(COLLECTOR, document("secrets.json", [listed()])).resources

    assert isinstance(look(found.properties, "attributes"), Unknown)


@pytest.mark.parametrize(
    "data", [[], None, {}, [{"id": "/subscriptions/s"}], [{"id": "https://example.com/secrets/a"}]]
)
def test_other_files_are_not_taken(data: object) -> None:
    assert not COLLECTOR.recognises(document("x.json", data))
