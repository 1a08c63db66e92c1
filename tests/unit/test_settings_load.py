"""From a configuration file to settings that hold."""

import datetime
import re
from pathlib import Path

import pytest

from headgate.core.errors import ConfigurationError
from headgate.settings_load import LoadedSettings, absolute_paths, load_settings, named_files
from tests.configurations import ENV, SMALL, changed, load_text
from tests.repository import ROOT

DESIGN = """\
gate:     {listen: 127.0.0.1:8080, workers: 1}
control:  {listen: 127.0.0.1:8081}
data: ./data                       # journals, SQLite
store: sqlite
shared: memory

backends:
  eastus:
    endpoint: https://contoso-eastus.openai.azure.com
    region: eastus
    credential: {kind: api-key, key: "${env:AOAI_KEY}"}
    deployments:
      gpt-4o-ptu: {model: gpt-4o, version: "2024-11-20", kind: provisioned, ptu: 50}
  westus:
    endpoint: https://contoso-westus.openai.azure.com
    region: westus
    credential: {kind: managed-identity}
    deployments:
      gpt-4o: {model: gpt-4o, version: "2024-11-20", kind: standard, tokens_per_minute: 300000}

models:
  gpt-4o:
    pools:
      - [eastus/gpt-4o-ptu]        # provisioned first
      - [westus/gpt-4o]            # then the overflow
    strategy: least-busy

use_cases:
  support-bot:
    callers: ["key:support-bot-1", "entra-app:<client id>", "entra-group:<object id>"]
    models: [gpt-4o]
    priority: high
    limits: {requests_per_minute: 600, tokens_per_minute: 200000, concurrent: 50}
    budget: {amount: 500, currency: USD, per: month, over: refuse}
    on_disconnect: cancel

keys:
  support-bot-1: {sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", expires: 2099-01-31}

prices: builtin
"""
"""The contract's example: tools outside the project write such files."""


def load_written(folder: Path, text: str, environment: str | None = None) -> LoadedSettings:
    (folder / "headgate.yaml").write_text(text)
    return load_settings(folder / "headgate.yaml", environment, ENV | {"AOAI_KEY": "sesame"})


def test_the_example_of_the_contract_holds_with_warnings_only(tmp_path: Path) -> None:
    loaded = load_written(tmp_path, DESIGN)

    key = loaded.settings.keys["support-bot-1"]
    assert key.expires == datetime.date(2099, 1, 31)
    assert loaded.settings.models["gpt-4o"].pools == [["eastus/gpt-4o-ptu"], ["westus/gpt-4o"]]
    assert loaded.settings.use_cases["support-bot"].limits.concurrent == 50
    assert [warning.key for warning in loaded.warnings] == [
        "use_cases.support-bot.callers[1]",
        "use_cases.support-bot.callers[2]",
        "use_cases.support-bot.priority",
        "use_cases.support-bot.budget",
    ]


def test_the_example_of_the_repository_holds_as_it_is() -> None:
    loaded = load_settings(ROOT / "examples" / "headgate.yaml", None, {})

    assert {warning.key.rpartition(".")[2] for warning in loaded.warnings} == {"priority", "budget"}


def test_the_commented_credentials_of_the_example_hold_too(tmp_path: Path) -> None:
    text = (ROOT / "examples" / "headgate.yaml").read_text()
    commented = re.findall(r"# (credential: .*)", text)
    secret = tmp_path / "aoai-eastus"
    secret.write_text("sesame\n")

    assert len(commented) == 2
    for credential in commented:
        variant = text.replace("credential: {kind: managed-identity}", credential, 1)
        (tmp_path / "headgate.yaml").write_text(variant.replace("/run/secrets/aoai-eastus", str(secret)))
        loaded = load_settings(tmp_path / "headgate.yaml", None, {"AOAI_EASTUS_KEY": "sesame"})
        assert "sesame" in str(loaded.settings.backends["eastus"].credential)
        assert "sesame" not in str(loaded.masked)


def test_paths_start_from_the_folder_of_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "etc"
    folder.mkdir()
    (folder / "prices.yaml").write_text("extends: builtin\nprices: []\n")
    monkeypatch.chdir(tmp_path)

    loaded = load_written(Path("etc"), f"data: books\nprices: prices.yaml\n{SMALL}")

    assert loaded.settings.data == str(folder / "books")
    assert loaded.settings.prices == str(folder / "prices.yaml")
    assert loaded.masked["data"] == "books"
    assert loaded.files == (Path("etc/headgate.yaml"), folder / "prices.yaml")


def test_every_kind_of_path_is_made_absolute_and_absolute_ones_stay() -> None:
    text = changed(
        ("https://west.openai.azure.com", "https://west.openai.azure.com\n    ca_file: /pki/west.pem"),
        ("https://east.openai.azure.com", "https://east.openai.azure.com\n    ca_file: ca.pem"),
    )
    settings = load_text(f"gate: {{tls: {{certificate: tls/chain.pem, key: tls/key.pem}}}}\n{text}").settings
    assert settings is not None

    absolute = absolute_paths(settings, Path("/etc/headgate"))

    assert absolute.data == "/etc/headgate/data"
    assert absolute.prices == "builtin"
    assert absolute.gate.tls is not None
    assert absolute.gate.tls.certificate == "/etc/headgate/tls/chain.pem"
    assert absolute.gate.tls.key == "/etc/headgate/tls/key.pem"
    assert absolute.backends["east"].ca_file == "/etc/headgate/ca.pem"
    assert absolute.backends["west"].ca_file == "/pki/west.pem"


def test_the_files_that_settings_name_are_those_to_watch() -> None:
    text = changed(("https://west.openai.azure.com", "https://west.openai.azure.com\n    ca_file: /pki/ca.pem"))
    tls = "gate: {tls: {certificate: /pki/chain.pem, key: /pki/key.pem}}"
    settings = load_text(f"{tls}\nprices: /etc/prices.yaml\n{text}").settings
    assert settings is not None

    assert [str(file) for file in named_files(settings)] == [
        "/pki/ca.pem",
        "/pki/chain.pem",
        "/pki/key.pem",
        "/etc/prices.yaml",
    ]


def test_settings_without_paths_to_change_are_left_alone() -> None:
    settings = load_text(SMALL).settings
    assert settings is not None

    absolute = absolute_paths(settings, Path("/etc"))

    assert absolute.gate == settings.gate
    assert absolute.backends == settings.backends


def test_mistakes_of_form_and_of_meaning_are_raised(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as form:
        load_written(tmp_path, changed(("ptu: 50", "ptu: fifty")))
    with pytest.raises(ConfigurationError) as meaning:
        load_written(tmp_path, changed(("[east/ptu]", "[east/pto]")))

    assert str(form.value).startswith(f"{tmp_path}/headgate.yaml:6: backends.east.deployments.ptu.ptu: expected")
    assert str(meaning.value).startswith(f"{tmp_path}/headgate.yaml:15: models.gpt-4o.pools[0][0]: no deployment")


def test_an_environment_is_laid_over(tmp_path: Path) -> None:
    (tmp_path / "headgate.prod.yaml").write_text("gate: {listen: 127.0.0.1:9000}\nkeys: {bot-1: {expires: null}}\n")

    loaded = load_written(tmp_path, SMALL, "prod")

    assert loaded.settings.gate.listen == "127.0.0.1:9000"
    assert loaded.settings.keys["bot-1"].expires is None
    assert loaded.files == (tmp_path / "headgate.yaml", tmp_path / "headgate.prod.yaml")


def test_the_digest_changes_with_the_settings_and_with_nothing_else(tmp_path: Path) -> None:
    first = load_written(tmp_path, SMALL).digest

    assert load_written(tmp_path, f"# a comment\n{SMALL}").digest == first
    assert load_written(tmp_path, changed(("${env:EAST_KEY}", "${env:AOAI_KEY}"))).digest == first
    assert load_written(tmp_path, changed(("2027-01-31", "2027-02-28"))).digest != first
    assert load_written(tmp_path, changed(("${env:EAST_KEY}", "${env:EAST_KEY}!"))).digest != first


def test_a_configuration_that_is_no_file_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read: Is a directory"):
        load_settings(tmp_path, None, {})
