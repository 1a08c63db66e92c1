"""``headgate check explain``."""

import json

import pytest

from headgate.cli.application import run


def test_a_rule_is_explained_by_id_or_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "explain", "idn-001"]) == 0
    by_id = capsys.readouterr().out
    assert run(["check", "explain", "api_keys_accepted"]) == 0

    assert by_id == capsys.readouterr().out
    assert by_id.startswith("IDN-001  ")


def test_programs_get_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "explain", "IDN-001", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["severity"] == "high"


def test_a_slip_is_told_with_what_is_near(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "explain", "IDN-0001"]) == 2

    told = capsys.readouterr().err
    assert "there is no rule IDN-0001; did you mean" in told
    assert "IDN-001" in told
