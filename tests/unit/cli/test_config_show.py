"""``headgate config show``."""

from pathlib import Path

import msgspec
import pytest
import yaml

from headgate.cli.application import run
from tests.configurations import SMALL, changed


def test_layers_are_shown_as_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "headgate.prod.yaml").write_text("backends: {east: {region: eastus}}\nkeys: {bot-1: {expires: null}}\n")

    assert run(["config", "show", "--environment", "prod"]) == 0

    shown = yaml.safe_load(capsys.readouterr().out)
    assert shown["backends"]["east"]["region"] == "eastus"
    assert list(shown["keys"]["bot-1"]) == ["sha256"]


def test_no_secret_is_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    west = "credential: {kind: api-key, key: written-out}"
    (folder / "headgate.yaml").write_text(changed(("credential: {kind: managed-identity}", west)))

    assert run(["config", "show"]) == 0
    assert run(["config", "show", "--format", "json"]) == 0

    shown = capsys.readouterr().out
    assert "sesame" not in shown
    assert "written-out" not in shown
    assert shown.count("${env:EAST_KEY}") == 2
    assert shown.count("***") == 2


def test_what_is_shown_is_a_configuration_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "show"]) == 0
    shown = capsys.readouterr().out
    (folder / "headgate.yaml").write_text(shown)

    assert run(["config", "check"]) == 0
    capsys.readouterr()
    assert run(["config", "show"]) == 0
    assert capsys.readouterr().out == shown


def test_programs_get_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "show", "--format", "json"]) == 0

    shown = msgspec.json.decode(capsys.readouterr().out)
    assert list(shown) == list(yaml.safe_load(SMALL))
    assert shown["keys"]["bot-1"]["expires"] == "2027-01-31"


def test_a_configuration_that_does_not_hold_is_not_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "headgate.yaml").write_text("gate: {}\n")

    assert run(["config", "show"]) == 2
    assert capsys.readouterr().out == ""
