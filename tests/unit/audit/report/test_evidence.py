"""Evidence is quoted with its place, without secrets, and not at length."""

import pytest
from msgspec.structs import replace

from headgate.audit.graph.value import MISSING, Unknown
from headgate.audit.report.evidence import DEPTH_MAX, ITEMS_MAX, TEXT_MAX, place, quoted, shown
from headgate.audit.verdict import Quote
from tests.audit_samples import ACCOUNT, READ_AT, resource


def test_a_quote_says_where_what_stood_and_when_it_was_read() -> None:
    account = resource(ACCOUNT, "oai", path="resources[0]")

    assert quoted(Quote(account, "properties.x", "y")) == {
        "source": "main.json",
        "path": "resources[0].properties.x",
        "value": "y",
        "kind": "arm-template",
        "read_at": READ_AT,
    }


@pytest.mark.parametrize(
    "path, stands",
    [
        ("properties.rules[0].a", "resources[0].properties.rules[0].a"),
        ("properties.disableLocalAuth", "resources[3].properties.disableLocalAuth"),
        ("identity.type", "resources[3].identity.type"),
        ("properties.nowhere", "resources[0].properties.nowhere"),
        ("", "resources[0]"),
    ],
)
def test_of_several_declarations_the_one_that_says_it_is_quoted(path: str, stands: str) -> None:
    first = resource(ACCOUNT, "oai", path="resources[0]", properties={"rules": [{"a": 1}]})
    second = resource(
        ACCOUNT, "oai", path="resources[3]", properties={"DisableLocalAuth": True}, identity={"type": "SystemAssigned"}
    )

    assert place(Quote(replace(first, declarations=(first, second)), path, "y")) == stands


@pytest.mark.parametrize(
    "value, path",
    [
        ("Hunter2", "properties.primaryKey"),
        ("Hunter2", "OPENAI_API_KEY"),
        ({"clientSecret": "Hunter2"}, "properties"),
        ("Endpoint=sb://x;SharedAccessKey=Hunter2", "value"),
        ("https://x.blob.core.windows.net/?sv=1&sig=Hunter2", "value"),
        ("0123456789abcdef01234567Hunter2x", "value"),
        ("rediss://:Hunter2@cache.example:6380", "value"),
        ("https://user:Hunter2@example.com/", "password"),
    ],
)
def test_secrets_are_masked(value: object, path: str) -> None:
    assert "Hunter2" not in str(shown(value, path))


def test_references_to_secrets_are_shown() -> None:
    reference = "@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/x)"

    assert shown(reference, "OPENAI_API_KEY") == reference
    assert shown("Microsoft.KeyVault", "properties.encryption.keySource") == "Microsoft.KeyVault"


def test_absent_and_unknown_values_are_told_apart() -> None:
    assert shown(MISSING) is None
    assert shown(Unknown("no parameter")) == {"unknown": "no parameter"}


def test_long_values_are_cut() -> None:
    deep: object = "x"
    for _ in range(DEPTH_MAX + 5):
        deep = [deep]

    assert len(shown("x " * TEXT_MAX)) == TEXT_MAX + 1
    assert shown([0] * (ITEMS_MAX + 3))[-1] == "… and 3 more"
    assert shown({str(one): one for one in range(ITEMS_MAX + 3)})["…"] == "3 more"
    assert "…" in str(shown(deep))
