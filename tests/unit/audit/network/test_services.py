"""Group ids and zones, by type and kind."""

from datetime import date

import pytest

from headgate.audit.examples import build
from headgate.audit.graph.resource import Resource
from headgate.audit.graph.value import Unknown
from headgate.audit.network.services import zones_of


def _resource(text: str) -> Resource:
    return build(text, date(2026, 1, 1)).graph.resources[0]


@pytest.mark.parametrize(
    "kind, group, count",
    [("OpenAI", "account", 1), ("AIServices", "Account", 3), ("SpeechServices", "account", 1), ("OpenAI", "vault", 0)],
)
def test_the_zones_of_an_account_hang_on_its_kind(kind: str, group: str, count: int) -> None:
    account = _resource(f"- {{type: Microsoft.CognitiveServices/accounts, name: a, kind: {kind}}}")

    assert len(zones_of(account, group)) == count


def test_an_account_that_is_only_referred_to_has_unknown_zones() -> None:
    account = _resource("- {type: Microsoft.CognitiveServices/accounts, name: a, existing: true}")

    assert isinstance(zones_of(account, "account"), Unknown)


def test_other_services_have_a_zone_per_group() -> None:
    storage = _resource("- {type: Microsoft.Storage/storageAccounts, name: st}")

    assert zones_of(storage, "Blob") == ("privatelink.blob.core.windows.net",)
    assert zones_of(storage, "account") == ()
