"""Secrets in settings are recognised, and never repeated."""

from datetime import date

import pytest

from headgate.audit.examples import build
from headgate.audit.graph.value import MISSING, Unknown, Value
from headgate.audit.secrets import (
    comes_from_listing,
    is_no_secret,
    judge_entry,
    settings_of,
    sounds_secret,
    unreadable_settings,
)
from tests.audit_samples import resource

KEY = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    "name, value, outcome",
    [
        ("OPENAI_API_KEY", KEY, "fail"),
        ("OpenAI:ApiKey", KEY, "fail"),
        ("OPENAI_API_KEY", "'@Microsoft.KeyVault(SecretUri=https://kv/secrets/a)'", "pass"),
        ("OPENAI_API_KEY", "openai-key-of-the-bot", None),
        ("OPENAI_API_KEY", "''", None),
        ("REDIS_URL", f"'rediss://:{KEY}@cache.example:6380'", "fail"),
        ("ENDPOINT", "'https://oai.openai.azure.com/'", None),
        ("OPENAI_API_KEY", "!unknown later", "unknown"),
        ("REGION", "!unknown later", None),
        ("STORE", "!unknown listKeys() is called on st", "fail"),
        ("STORE_URL", """!unknown "secure parameter 'password' has no value\"""", "fail"),
        ("OPENAI_API_KEY", """!unknown "parameter 'key' is a secret of a Key Vault\"""", "fail"),
        ("OPENAI_API_KEY", """!unknown "parameter 'key' has no value\"""", "unknown"),
        ("APPINSIGHTS_CONNECTION_STRING", """!unknown "secure parameter 'a' has no value\"""", None),
        ("PROJECT_SECRET", """!unknown "known only once deployed: Microsoft.App/jobs/a: name\"""", None),
        ("PROJECT_SECRET", """!unknown "known only once deployed: Microsoft.Resources/deployments/a\"""", "unknown"),
        ("STORE", "'Endpoint=sb://a;SharedAccessKey=abc'", "fail"),
        ("APPINSIGHTS_INSTRUMENTATIONKEY", KEY, None),
        ("OPENAI_ENDPOINT", KEY, None),
        ("AZURE_AIPROJECT_CONNECTION_STRING", "!unknown later", None),
    ],
)
def test_a_setting_is_judged_by_its_name_and_its_form(name: str, value: str, outcome: str | None) -> None:
    site = build(
        "- {type: Microsoft.Web/sites, name: a, properties: {siteConfig: {appSettings: "
        f"[{{name: '{name}', value: {value}}}]}}}}}}",
        date(2026, 1, 1),
    ).graph.resources[0]
    (entry,) = settings_of(site)
    verdict = judge_entry(site, entry)

    assert (verdict and verdict.outcome) == outcome
    assert verdict is None or KEY not in f"{verdict.because}{[quote.value for quote in verdict.evidence]}"


def test_settings_are_found_in_a_site_its_config_and_a_container() -> None:
    config, container, hidden = build(
        """
        - {type: Microsoft.Web/sites/config, name: a/appsettings, properties: {A_KEY: x}}
        - type: Microsoft.App/containerApps
          name: b
          properties: {template: {containers: [{env: [{name: B_KEY, secretRef: b}]}]}}
        - {type: Microsoft.Web/sites, name: c, properties: {siteConfig: {appSettings: !unknown later}}}
        """,
        date(2026, 1, 1),
    ).graph.resources

    assert [entry.name for entry in settings_of(config)] == ["A_KEY"]
    assert [entry.kept for entry in settings_of(container)] == [True]
    assert unreadable_settings(container) is None
    assert isinstance(unreadable_settings(hidden), Unknown)


@pytest.mark.parametrize(
    "name, reason, outcome",
    [
        ("BACKEND_1_APIKEY", "parameter 'backend_1_api_key' has no value", "fail"),
        ("BACKEND_1_KEY", "parameter 'key' comes from the environment variable KEY", "fail"),
        ("STORE_CONNECTION_STRING", "parameter 'store' has no value", "unknown"),
        ("BACKEND_1_KEY", "who deploys is not in the template", "unknown"),
    ],
)
def test_a_container_has_no_references_so_a_key_that_the_deployer_gives_stands_there_plain(
    name: str, reason: str, outcome: str
) -> None:
    app = build(
        "- {type: Microsoft.App/containerApps, name: a, properties: {template: {containers: [{env: "
        f'[{{name: {name}, value: !unknown "{reason}"}}]}}]}}}}}}',
        date(2026, 1, 1),
    ).graph.resources[0]
    (entry,) = settings_of(app)
    verdict = judge_entry(app, entry)

    assert verdict is not None
    assert verdict.outcome == outcome


@pytest.mark.parametrize(
    "name, form, outcome",
    [
        ("OPENAI_API_KEY", "@Microsoft.KeyVault(VaultName={kv};SecretName=openai-key)", "pass"),
        ("STORE", "DefaultEndpointsProtocol=https;AccountName={st};AccountKey={key}", "fail"),
        ("STORE", "{listkeys(Microsoft.Storage|storageAccounts|st)}.keys.0.value", "fail"),
        ("OPENAI_API_KEY", "{prefix}-{env}", "unknown"),
    ],
)
def test_of_a_partly_unknown_setting_the_known_part_is_judged(name: str, form: str, outcome: str) -> None:
    value = Unknown("parameter 'x' has no value", form=form)
    site = resource(
        "Microsoft.Web/sites", "app", properties={"siteConfig": {"appSettings": [{"name": name, "value": value}]}}
    )
    (entry,) = settings_of(site)
    verdict = judge_entry(site, entry)

    assert verdict is not None
    assert verdict.outcome == outcome


def test_a_reference_that_cannot_be_told_is_one_when_no_value_stands_beside_it() -> None:
    secrets = [
        {"name": "a-key", "keyVaultUrl": Unknown("known only once deployed: kv")},
        {"name": "b-key", "value": "", "keyVaultUrl": Unknown("later")},
        {"name": "c-key", "value": "x", "keyVaultUrl": Unknown("later")},
    ]
    app = resource("Microsoft.App/containerApps", "ca", properties={"configuration": {"secrets": secrets}})

    assert [entry.kept for entry in settings_of(app)] == [True, True, False]


def test_a_listed_key_is_known_by_its_reason() -> None:
    assert comes_from_listing(Unknown("listAdminKeys() is called on srch"))
    assert not comes_from_listing(Unknown("parameter 'list' has no value"))
    assert sounds_secret("search-key")
    assert not sounds_secret("monkey")


def test_an_export_of_an_application_does_not_show_its_settings() -> None:
    site = "- {type: Microsoft.Web/sites, name: app, properties: {siteConfig: {appSettings: null}}%s}"
    exported, declared = (build(site % source, date(2026, 11, 24)) for source in (", source: az-export", ""))

    assert isinstance(unreadable_settings(exported.graph.resources[0]), Unknown)
    assert unreadable_settings(declared.graph.resources[0]) is None


@pytest.mark.parametrize(
    "name, value, so",
    [
        ("AZURE-OPENAI-EMBEDDING-MODEL", "text-embedding-ada-002", True),
        ("AZURE-OPENAI-ENDPOINT", "https://oai.openai.azure.com/", True),
        ("FEEDBACK", True, True),
        ("AZURE-LOCATION", Unknown("secure parameter 'location' has no value"), True),
        ("backend", Unknown("known only once deployed: Microsoft.App/jobs/a: id"), True),
        ("AZURE-TENANT-ID", KEY, True),
        ("STORE", KEY, False),
        ("store", "Sup3rLongWord", False),
        ("store", "word!", False),
        ("STORE", "Endpoint=sb://a;SharedAccessKey=abc", False),
        ("STORE", Unknown("parameter 'a' has no value"), False),
        ("AZURE-LOCATION", Unknown("listKeys() is called on st"), False),
        ("OPENAI-API-KEY", "x", False),
        ("STORE", MISSING, False),
    ],
)
def test_what_is_certainly_no_secret_is_told_from_what_may_be_one(name: str, value: Value, *, so: bool) -> None:
    assert is_no_secret(name, value) is so
