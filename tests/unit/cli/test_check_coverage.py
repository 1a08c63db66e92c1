"""``headgate check coverage``."""

import json

import pytest

from headgate.cli.application import run


def test_the_matrix_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "coverage"]) == 0
    assert "identity.entra" in capsys.readouterr().out


def test_programs_get_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "coverage", "--format", "json"]) == 0
    assert {"identity.entra"} <= {one["id"] for one in json.loads(capsys.readouterr().out)["bullets"]}
