from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from headgate.cli import simulate as module
from headgate.cli.application import run
from headgate.simulator.scenario import Scenario
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
    def simulate(
        settings: SimulatorSettings, *, announce: Callable[[Mapping[str, str]], None], scenario: Scenario | None
    ) -> None:
        announce({name: f"http://127.0.0.1:{resource.port}" for name, resource in settings.resources.items()})

    monkeypatch.setattr(module, "run", simulate)

    assert run(["simulate", *options]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[:2] == [f"{name}: http://127.0.0.1:{port}" for name, port in ports.items()]
    assert said[2].startswith("api-key: ")


CONFIGURED = """\
resources:
  one: {region: eastus, port: 9001, keys: [k], deployments: {gpt-4o: {model: gpt-4o}}}
  two: {region: westus, keys: [k], deployments: {gpt-4o: {model: gpt-4o}}}
  three: {region: westus, port: 0, keys: [k], deployments: {gpt-4o: {model: gpt-4o}}}
"""


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[SimulatorSettings]:
    kept: list[SimulatorSettings] = []

    def simulate(
        settings: SimulatorSettings, *, announce: Callable[[Mapping[str, str]], None], scenario: Scenario | None
    ) -> None:
        kept.append(settings)
        assert scenario is None or scenario.events
        announce({name: f"http://127.0.0.1:{resource.port}" for name, resource in settings.resources.items()})

    monkeypatch.setattr(module, "run", simulate)
    return kept


def test_configured_resources_keep_their_ports_and_their_keys_are_not_told(
    ran: list[SimulatorSettings], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "simulator.yaml"
    config.write_text(CONFIGURED)

    assert run(["simulate", "--config", str(config), "--port", "9001"]) == 0

    assert [resource.port for resource in ran[0].resources.values()] == [9001, 9002, 0]
    assert "api-key" not in capsys.readouterr().out


def test_a_configuration_with_a_mistake_is_refused_with_its_line(
    ran: list[SimulatorSettings], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "simulator.yaml"
    config.write_text(CONFIGURED.replace("westus", "westus, sped: 1", 1))

    assert run(["simulate", "--config", str(config)]) == 2

    assert f"{config}:3: resources.two.sped: unknown key" in capsys.readouterr().err
    assert ran == []


def test_with_tls_a_certificate_is_made_and_what_to_trust_is_told(
    ran: list[SimulatorSettings], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["simulate", "--tls", "--data", str(tmp_path / "data")]) == 0

    assert ran[0].tls is not None
    assert Path(ran[0].tls.certificate).exists()
    assert f"trust: {tmp_path / 'data' / 'ca.pem'}" in capsys.readouterr().out


def test_a_scenario_is_checked_before_anything_runs(
    ran: list[SimulatorSettings], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = tmp_path / "day.yaml"
    day.write_text("events:\n  - {at: 00:30, do: fill, resource: eastus}\n")
    assert run(["simulate", "--scenario", str(day)]) == 0
    assert len(ran) == 1

    day.write_text("events:\n  - {at: 00:30, do: fill, resource: norway}\n")
    assert run(["simulate", "--scenario", str(day)]) == 2
    assert "day.yaml:2: events[0].resource: there is no norway" in capsys.readouterr().err
    assert len(ran) == 1


def test_no_resource_takes_the_port_of_the_cloud(ran: list[SimulatorSettings], tmp_path: Path) -> None:
    config = tmp_path / "simulator.yaml"
    config.write_text(
        "cloud: {port: 8090}\nresources:\n  e: {region: eastus, deployments: {gpt-4o: {model: gpt-4o}}}\n"
    )

    assert run(["simulate", "--config", str(config), "--port", "8090"]) == 0
    assert ran[0].resources["e"].port == 8091
