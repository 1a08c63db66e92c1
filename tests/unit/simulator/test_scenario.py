from pathlib import Path

import pytest

from headgate.core.errors import ConfigurationError
from headgate.simulator.demo import demo_settings
from headgate.simulator.scenario import (
    FaultEvent,
    FillEvent,
    LatencyEvent,
    RegenerateEvent,
    Scenario,
    load_scenario,
    mistakes_of,
    seconds_of,
)
from headgate.simulator.settings import CassetteSettings, ResourceSettings
from tests.unit.simulator.settings_for_tests import deployment

BAD_DAY = """\
events:
  - {at: 00:30, do: fill, resource: eastus, deployment: gpt-4o-ptu, seconds: 90}
  - {at: 01:00, do: fault, resource: westus, kind: status, status: 500, seconds: 20}
  - {at: 02:00, do: latency, factor: 3}
  - {at: 1:03:00, do: regenerate_key, resource: eastus, key: key2}
  - {at: 05:00, do: fault, kind: reset_midway, probability: 0.1}
"""


def _load(folder: Path, text: str) -> Scenario:
    path = folder / "day.yaml"
    path.write_text(text, encoding="utf-8")
    return load_scenario(path, demo_settings(), {})


def test_a_bad_day_is_read(tmp_path: Path) -> None:
    fill, fault, latency, regenerate, resets = _load(tmp_path, BAD_DAY).events

    assert fill == FillEvent(at="00:30", resource="eastus", deployment="gpt-4o-ptu", seconds=90)
    assert fault == FaultEvent(at="01:00", resource="westus", kind="status", status=500, seconds=20)
    assert latency == LatencyEvent(at="02:00", factor=3)
    assert regenerate == RegenerateEvent(at="1:03:00", resource="eastus", key="key2")
    assert isinstance(resets, FaultEvent)
    assert (resets.kind, resets.probability) == ("reset_midway", 0.1)


@pytest.mark.parametrize("at,seconds", [("00:00", 0), ("00:30", 30), ("01:30", 90), ("99:59", 5999), ("2:00:01", 7201)])
def test_a_time_counts_from_the_start(at: str, seconds: float) -> None:
    assert seconds_of(at) == seconds


@pytest.mark.parametrize(
    "old,new,mistake",
    [
        ("westus", "norway", "day.yaml:3: events[1].resource: there is no norway; known: eastus, westus"),
        ("gpt-4o-ptu", "gpt-5", "day.yaml:2: events[0].deployment: there is no gpt-5; known: gpt-4o-mini"),
        ("factor: 3", "factr: 3", "day.yaml:4: events[2].factr: unknown key; did you mean factor?"),
        ("at: 02:00", "at: 2pm", "day.yaml:4: events[2].at: expected text that matches"),
        ("do: fill", "do: fil", "day.yaml:2: events[0].do: expected one of"),
        ("kind: status", "kind: boom", "day.yaml:3: events[1].kind: expected one of"),
    ],
)
def test_a_mistake_names_its_line(tmp_path: Path, old: str, new: str, mistake: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _load(tmp_path, BAD_DAY.replace(old, new, 1))

    assert any(str(found).removeprefix(f"{tmp_path}/").startswith(mistake) for found in caught.value.mistakes)


def test_a_scenario_has_a_limit(tmp_path: Path) -> None:
    events = "  - {at: 00:01, do: latency, factor: 2}\n" * 501

    with pytest.raises(ConfigurationError, match="more than 500 events"):
        _load(tmp_path, f"events:\n{events}")


def test_keys_that_there_are_not_and_cassettes_are_mistakes() -> None:
    chat = {"gpt-4o": deployment()}
    played = ResourceSettings(region="westus", deployments={}, cassettes=CassetteSettings(folder="x"))
    one_key = {"east": ResourceSettings(region="eastus", keys=["only"], deployments=chat), "west": played}

    assert list(mistakes_of(RegenerateEvent(at="00:00", resource="east", key="key2"), one_key)) == [
        ("key", "east has no key2")
    ]
    assert list(mistakes_of(RegenerateEvent(at="00:00", resource="east"), one_key)) == []
    ((key, message),) = mistakes_of(LatencyEvent(at="00:00", factor=2, resource="west"), one_key)
    assert key == "resource"
    assert "plays cassettes" in message
