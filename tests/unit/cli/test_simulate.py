from collections.abc import Callable, Mapping

import pytest

from headgate.cli import simulate as module
from headgate.cli.application import run
from headgate.simulator.settings import SimulatorSettings


@pytest.mark.parametrize(
    "options,ports",
    [
        ([], {"eastus": 8082, "westus": 8083}),
        (["--port", "9000"], {"eastus": 9000, "westus": 9001}),
        (["--port", "0"], {"eastus": 0, "westus": 0}),
    ],
)
def test_each_region_has_a_port_and_what_callers_need_is_said(
    options: list[str],
    ports: Mapping[str, int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def simulate(settings: SimulatorSettings, *, announce: Callable[[Mapping[str, str]], None]) -> None:
        announce({name: f"http://127.0.0.1:{resource.port}" for name, resource in settings.resources.items()})

    monkeypatch.setattr(module, "run", simulate)

    assert run(["simulate", *options]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[:2] == [f"{name}: http://127.0.0.1:{port}" for name, port in ports.items()]
    assert said[2].startswith("api-key: ")
