"""``headgate config check``."""

from pathlib import Path

import msgspec
import pytest

from headgate.cli.application import run
from tests.configurations import changed


def test_a_sound_configuration_ends_with_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "check"]) == 0

    told = capsys.readouterr()
    assert told.out == "headgate.yaml holds: 2 backends, 1 model, 1 use case, 1 key; 0 warnings\n"
    assert told.err == ""


def test_warnings_are_told_and_refuse_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "headgate.yaml").write_text(changed(("    models: [gpt", "    priority: low\n    models: [gpt")))

    assert run(["config", "check"]) == 0

    told = capsys.readouterr()
    assert told.out.endswith("; 1 warning\n")
    assert told.err.startswith("headgate.yaml:20: use_cases.bot.priority: warning: not acted on")


def test_mistakes_are_told_a_line_each_and_end_with_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "headgate.yaml").write_text(changed(("ptu: 50", "ptu: x"), ("models:\n", "modles:\n")))

    assert run(["config", "check"]) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert [line.partition(": ")[0] for line in told.err.splitlines()] == [
        "headgate.yaml:1",
        "headgate.yaml:6",
        "headgate.yaml:12",
    ]


def test_programs_get_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "check", "--format", "json"]) == 0
    assert msgspec.json.decode(capsys.readouterr().out) == {"ok": True, "mistakes": [], "warnings": []}

    (folder / "headgate.yaml").write_text(changed(("ptu: 50", "ptu: x")))

    assert run(["config", "check", "--format", "json"]) == 2
    told = capsys.readouterr()
    assert told.err == ""
    assert msgspec.json.decode(told.out) == {
        "ok": False,
        "mistakes": [
            {
                "file": "headgate.yaml",
                "line": 6,
                "key": "backends.east.deployments.ptu.ptu",
                "message": "expected a whole number of at least 1, found x",
            }
        ],
        "warnings": [],
    }


def test_another_file_and_an_environment_can_be_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "headgate.yaml").rename(folder / "other.yaml")
    (folder / "other.test.yaml").write_text("use_cases: {second: {callers: [], models: []}}\n")

    assert run(["config", "check", "--config", "other.yaml", "--environment", "test"]) == 0
    assert "2 use cases" in capsys.readouterr().out


def test_a_missing_file_is_told_without_a_traceback(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "check", "-c", "no.yaml"]) == 2
    assert capsys.readouterr().err == "no.yaml: cannot be read: No such file or directory\n"
