import socket
from pathlib import Path
from typing import Any

import pytest

from headgate.cli import exit_codes
from headgate.cli import up as module
from headgate.cli.application import run


def test_the_options_are_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Path, int | None, bool]] = []

    def up(folder: Path, *, first_port: int | None, tls: bool, **_rest: Any) -> int:
        seen.append((folder, first_port, tls))
        return 0

    monkeypatch.setattr(module, "run", up)

    assert run(["up"]) == 0
    assert run(["up", "--data", "there", "--port", "9000", "--tls"]) == 0
    assert seen == [(Path("data"), None, False), (Path("there"), 9000, True)]


def test_a_port_in_use_is_said_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        assert run(["up", "--data", str(tmp_path), "--port", port]) == exit_codes.CANNOT_LISTEN

    assert capsys.readouterr().err.startswith(f"headgate: in use: port {port} (gate)")
