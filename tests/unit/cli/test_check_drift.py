import json
from pathlib import Path
from typing import Any

import pytest

from headgate.cli.application import run


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name, keys_off in (("dev", False), ("test", False), ("prod", True)):
        Path(f"{name}.json").write_text(json.dumps(_template(name, disableLocalAuth=keys_off)))


def _template(environment: str, **properties: Any) -> dict[str, Any]:
    account = {
        "type": "Microsoft.CognitiveServices/accounts",
        "apiVersion": "2024-10-01",
        "name": f"oai-bot-{environment}",
        "kind": "OpenAI",
        "properties": properties,
    }
    schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
    return {"$schema": schema, "contentVersion": "1.0.0.0", "resources": [account]}


def test_environments_that_mirror_each_other_end_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "drift", "--dev", "dev.json", "--prod", "test.json"]) == 0
    assert "0 differences, 0 that cannot be told" in capsys.readouterr().out


def test_what_differs_is_shown_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "drift", "--dev", "dev.json", "--prod", "prod.json"]) == 1
    assert "properties.disableLocalAuth: False / True" in capsys.readouterr().out


def test_programs_get_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "drift", "--dev", "dev.json", "--prod", "prod.json", "--format", "json"]) == 1

    told = json.loads(capsys.readouterr().out)
    assert not told["mirror_each_other"]
    assert told["differences"][0]["path"] == "properties.disableLocalAuth"


def test_what_cannot_be_read_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "drift", "--dev", "none.json", "--prod", "prod.json"]) == 2
    assert "none.json" in capsys.readouterr().err
