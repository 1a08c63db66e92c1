"""What happens before anything runs; running is told in tests/acceptance/test_serve.py."""

import os
import signal
import sys
from pathlib import Path

import msgspec
import pytest

from headgate.app import serving
from headgate.app.children import ChildSpec
from headgate.app.listening import listen
from headgate.core.compiled import HOT_PATH
from headgate.core.errors import CannotListenError, ConfigurationError
from tests.unit.app.test_supervisor import CONFIGURATION, HERE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "headgate.yaml"
    path.write_text(CONFIGURATION.replace("LEVEL", "info"))
    return path


def test_a_configuration_that_does_not_hold_is_refused(path: Path) -> None:
    path.write_text("gates: {}")

    with pytest.raises(ConfigurationError):
        serving.serve(path, None, {})


def test_a_price_file_that_does_not_hold_is_refused(path: Path, tmp_path: Path) -> None:
    (tmp_path / "prices.yaml").write_text("nonsense: true")
    path.write_text(f"prices: prices.yaml\n{path.read_text()}")

    with pytest.raises(ConfigurationError, match=r"prices.yaml"):
        serving.serve(path, None, {})


def test_an_address_in_use_is_refused_and_nothing_stays_open(path: Path, tmp_path: Path) -> None:
    [taken] = listen("127.0.0.1:0", key="test")
    with taken:
        port = taken.getsockname()[1]
        control = 'control: {listen: "127.0.0.1:0"}'
        path.write_text(path.read_text().replace(control, f'control: {{listen: "127.0.0.1:{port}"}}'))

        with pytest.raises(CannotListenError, match=r"control.listen"):
            serving.serve(path, None, {})


def test_everything_runs_with_what_stands_beside_it_until_it_is_told_to_stop(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    diary = tmp_path / "diary"

    def stand_in(name: str) -> tuple[str, ...]:
        return (sys.executable, str(HERE / "stand_in.py"), name, str(diary))

    monkeypatch.setattr(serving, "python_command", lambda _module, name: stand_in(name))
    ready: list[serving.Addresses] = []

    def on_ready(addresses: serving.Addresses) -> None:
        ready.append(addresses)
        os.kill(os.getpid(), signal.SIGTERM)

    with (tmp_path / "log").open("wb") as log:
        beside = (ChildSpec("simulator", stand_in("simulator"), None, takes_settings=False, stop_rank=2),)
        code = serving.serve(path, None, {}, output=log.fileno(), beside=beside, on_ready=on_ready)

    assert code == 0
    assert len(ready) == 1
    stopped = [line for line in diary.read_text().splitlines() if line.endswith("stopped")]
    assert stopped == ["gate-0 stopped", "control stopped", "simulator stopped"]
    lines = [msgspec.json.decode(line) for line in (tmp_path / "log").read_bytes().splitlines()]
    assert (lines[0]["event"], lines[0]["hot_path"]) == ("start", HOT_PATH)
    assert next(line for line in lines if line["event"] == "ready")["gate"] == ready[0].gate
