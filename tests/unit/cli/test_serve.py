from pathlib import Path

import pytest

from headgate.cli import exit_codes
from headgate.cli import serve as module
from headgate.cli.application import run


def test_a_configuration_that_is_not_there_is_said_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "headgate.yaml"

    assert run(["serve", "--config", str(missing)]) == exit_codes.UNUSABLE

    assert capsys.readouterr().err.startswith(f"{missing}: cannot be read")


def test_the_options_reach_the_supervisor_and_its_exit_code_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def serve(config: Path, environment: str | None, _env: object) -> int:
        seen.append((config, environment))
        return 1

    monkeypatch.setattr(module, "run", serve)

    assert run(["serve"]) == 1
    assert run(["serve", "-c", "other.yaml", "-e", "prod"]) == 1
    assert seen == [(Path("headgate.yaml"), None), (Path("other.yaml"), "prod")]
