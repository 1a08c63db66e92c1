"""What changes at a reload; how it reaches children is told in test_supervisor.py."""

from pathlib import Path

import msgspec
from msgspec.structs import replace

from headgate.adapters.log import Log
from headgate.app.reloading import Reloads, keep_what_needs_a_restart
from headgate.core.errors import ConfigurationError, Mistake
from headgate.edge.settings import GateSettings, TlsSettings
from headgate.settings import ControlSettings, LogSettings, Settings
from headgate.settings_load import LoadedSettings
from tests.unit.app.samples import SETTINGS


def loaded(settings: Settings, digest: str) -> LoadedSettings:
    return LoadedSettings(
        settings, (Mistake("headgate.yaml", 1, "gate", "beware"),), (Path("headgate.yaml"),), {}, digest
    )


def test_what_can_change_while_running_does() -> None:
    new = replace(SETTINGS, models={}, gate=GateSettings(drain_seconds=1), log=LogSettings(level="debug"))

    assert keep_what_needs_a_restart(SETTINGS, new) == (new, [])


def test_what_needs_a_restart_stays_and_is_named() -> None:
    gate = GateSettings(listen="127.0.0.1:1", workers=2, tls=TlsSettings("c", "k"), drain_seconds=1)
    control = ControlSettings(listen="127.0.0.1:2")
    new = replace(SETTINGS, gate=gate, control=control, data="/elsewhere", store="postgresql://x", shared="redis://y")

    kept, keys = keep_what_needs_a_restart(SETTINGS, new)

    assert kept == replace(SETTINGS, gate=GateSettings(drain_seconds=1))
    assert keys == ["gate.listen", "gate.workers", "gate.tls", "control.listen", "data", "store", "shared"]


class Reading:
    """A configuration that is read anew each time: settings, or the error that it does not hold."""

    def __init__(self) -> None:
        self.lines: list[dict[str, object]] = []
        self.next: LoadedSettings | ConfigurationError = loaded(SETTINGS, "first")
        self.log = Log(lambda line: self.lines.append(msgspec.json.decode(line)), process="supervisor")
        self.reloads = Reloads(self.load, loaded(SETTINGS, "first"), self.log)

    def load(self) -> LoadedSettings:
        if isinstance(self.next, ConfigurationError):
            raise self.next
        return self.next

    def events(self) -> list[object]:
        return [line["event"] for line in self.lines]


def test_without_children_to_ask_a_configuration_that_holds_is_in_force_at_once() -> None:
    reading = Reading()
    new = replace(SETTINGS, log=LogSettings(level="debug"))
    reading.next = loaded(new, "second")

    reading.reloads.propose([], now=0.0)

    assert reading.events() == ["configuration_warning", "reloaded"]
    assert reading.reloads.settings == new
    assert reading.log.level == "debug"


def test_every_mistake_is_logged_and_the_settings_stay() -> None:
    reading = Reading()
    mistakes = [Mistake("headgate.yaml", line, "gate", "wrong") for line in (3, 4)]
    reading.next = ConfigurationError(mistakes)

    reading.reloads.propose([], now=0.0)

    assert reading.events() == ["configuration_mistake", "configuration_mistake", "reload_refused"]
    assert reading.lines[0]["message"] == "headgate.yaml:3: gate: wrong"
    assert reading.reloads.settings == SETTINGS
