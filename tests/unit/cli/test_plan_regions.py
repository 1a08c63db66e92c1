import json
from pathlib import Path

import pytest

from headgate.cli.application import run


def test_regions_that_carry_all_models_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "regions", "gpt-4o@2024-11-20", "text-embedding-3-large", "--format", "json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert "swedencentral" in told["regions"]
    assert "westus" not in told["regions"]
    assert "westus" in told["models"]["gpt-4o@2024-11-20"]


def test_people_are_told_how_old_the_table_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "regions", "gpt-4o"]) == 0
    assert "by the table read 2026-11-24: Microsoft Learn" in capsys.readouterr().out


def test_a_newer_table_is_made_and_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = tmp_path / "east.json"
    export.write_text('[{"model": {"name": "gpt-99", "version": "1", "skus": [{"name": "Standard"}]}}]')
    table = tmp_path / "regions.yaml"

    assert run(["plan", "regions", "--refresh", f"eastus={export}", "--output", str(table)]) == 0
    assert run(["plan", "regions", "gpt-99", "--table", str(table)]) == 0
    assert "gpt-99 as standard: eastus" in capsys.readouterr().out


@pytest.mark.parametrize(
    "options, told",
    [
        ([], "name at least one model"),
        (["gpt-99"], "does not know gpt-99 as standard"),
        (["gpt-4o", "--kind", "global-standard"], "it has it as provisioned, standard"),
        (["--refresh", "eastus=x.json"], "needs --output"),
        (["--refresh", "x.json", "--output", "y"], "expected REGION=FILE"),
        (["gpt-4o", "--table", "none.yaml"], "none.yaml: cannot be read"),
    ],
)
def test_what_cannot_be_answered_is_told(options: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "regions", *options]) == 2
    assert told in capsys.readouterr().err
