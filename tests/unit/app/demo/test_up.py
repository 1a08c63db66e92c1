"""What ends ``headgate up`` before anything runs; running is told in tests/acceptance/test_up.py."""

import socket
from pathlib import Path

import pytest

from headgate.app.demo import up as module
from headgate.app.demo.up import up
from headgate.app.run_files import locked
from headgate.core.errors import CannotListenError
from tests.unit.app.samples import SETTINGS


def run(folder: Path, *, first_port: int | None = 0) -> int:
    return up(folder, first_port=first_port, tls=False, env={}, say=lambda _text: None)


def test_a_port_in_use_ends_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(CannotListenError, match=r"\(gate\)"):
        run(tmp_path, first_port=taken.getsockname()[1])


def test_a_folder_in_use_ends_it_and_is_left_as_it_is(tmp_path: Path) -> None:
    with locked(tmp_path / "up.lock", "this"), pytest.raises(CannotListenError, match="in use by process"):
        run(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["up.lock"]


def test_what_it_says_and_leaves_follows_from_how_serving_went(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    codes = iter((0, 1))

    def serve(*_arguments: object, on_ready: object, beside: tuple[object, ...], **_options: object) -> int:
        assert len(beside) == 1
        on_ready(module.Addresses("127.0.0.1:5", "127.0.0.1:6"))
        return next(codes)

    monkeypatch.setattr(module, "serve", serve)

    results = [up(tmp_path, first_port=0, tls=False, env={}, say=said.append) for _ in range(2)]

    assert results == [0, 1]
    assert said[0].startswith("Headgate is ready: http://127.0.0.1:5\n")
    assert said[1] == "Headgate has stopped."
    assert "AZURE_OPENAI_ENDPOINT=http://127.0.0.1:5" in (tmp_path / "demo.env").read_text()
    assert said[3] == f"Headgate gave up: the reason is in {tmp_path / 'headgate.log'}."


def test_a_log_that_has_grown_too_long_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOG_KEPT_BYTES_MAX", 10)
    monkeypatch.setattr(module, "serve", lambda *_arguments, **_options: 0)
    (tmp_path / "headgate.log").write_text("x" * 11)

    run(tmp_path)

    assert (tmp_path / "headgate.log.1").read_text() == "x" * 11
    assert (tmp_path / "headgate.log").read_text() == ""


def test_every_port_that_will_be_listened_on_is_looked_at() -> None:
    demo = module.Demo(Path("headgate.yaml"), None, "hg-k", {"eastus": 3}, None)

    assert module._ports(SETTINGS, demo) == {"gate": 8080, "control": 8081, "simulated eastus": 3}
