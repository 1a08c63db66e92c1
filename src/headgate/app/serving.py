"""``headgate serve``: from a configuration file to a running Headgate, and to its exit code."""

import os
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

import msgspec
from msgspec import Struct

from headgate import __version__
from headgate.adapters.line_writer import LineWriter
from headgate.adapters.log import log
from headgate.app.children import ChildSpec, python_command
from headgate.app.listening import listen, socket_address
from headgate.app.reloading import Reloads
from headgate.app.run_files import locked, remove_left_gauges, run_folder
from headgate.app.supervisor import Supervisor
from headgate.core.compiled import HOT_PATH
from headgate.metering.price_file import load_prices
from headgate.settings import Settings
from headgate.settings_load import LoadedSettings, load_settings

CONTROL_STOP_RANK = 1
"""Control ends after the gates, whose last records it posts."""

STANDARD_OUTPUT = 1


class Addresses(Struct, frozen=True):
    """Where a running Headgate listens, as ``host:port``."""

    gate: str
    control: str


def serve(
    path: Path,
    environment: str | None,
    env: Mapping[str, str],
    *,
    output: int = STANDARD_OUTPUT,
    beside: tuple[ChildSpec, ...] = (),
    on_ready: Callable[[Addresses], None] = lambda _addresses: None,
) -> int:
    """Run a Headgate until it is told to stop; returns the exit code of docs/operations.md.

    ``output`` is the descriptor that takes the log; ``beside`` runs further children under the same care; ``on_ready``
    is called when everything serves. Raises ``ConfigurationError`` and ``CannotListenError`` before anything runs.
    """
    started = time.monotonic()

    def load() -> LoadedSettings:
        return _load(path, environment, env)

    loaded = load()
    settings = loaded.settings
    with ExitStack() as stack:
        data = Path(settings.data)
        stack.enter_context(locked(run_folder(data) / "lock", f"the data folder {data}"))
        remove_left_gauges(data)
        specs, addresses = _open(settings, stack)
        writer = LineWriter(output)
        stack.callback(writer.close)
        log.speak(writer.write, process="supervisor", level=settings.log.level)
        about = {"version": __version__, "hot_path": HOT_PATH, "pid": os.getpid()}
        log.info("start", **about, configuration=path, environment=environment or "")
        for warning in loaded.warnings:
            log.warning("configuration_warning", message=str(warning))

        def ready() -> None:
            milliseconds = round((time.monotonic() - started) * 1000)
            log.info("ready", **msgspec.structs.asdict(addresses), milliseconds=milliseconds)
            on_ready(addresses)

        reloads = Reloads(load, loaded, log)
        return Supervisor((*specs, *beside), reloads, log, output=output, on_ready=ready).run()


def _load(path: Path, environment: str | None, env: Mapping[str, str]) -> LoadedSettings:
    """Load the settings, and try the price file: a mistake in it refuses the whole, before anything has changed."""
    loaded = load_settings(path, environment, env)
    prices = loaded.settings.prices
    if prices == "builtin":
        return loaded
    load_prices(prices)
    return msgspec.structs.replace(loaded, files=(*loaded.files, Path(prices)))


def _open(settings: Settings, stack: ExitStack) -> tuple[list[ChildSpec], Addresses]:
    """Open every listening socket; return the children that serve them."""
    gates = listen(settings.gate.listen, key="gate.listen", sockets=settings.gate.workers)
    for sock in gates:
        stack.enter_context(sock)
    [control] = listen(settings.control.listen, key="control.listen")
    stack.enter_context(control)
    specs = [
        ChildSpec(f"gate-{number}", python_command("headgate.app.gate_process", f"gate-{number}"), sock)
        for number, sock in enumerate(gates)
    ]
    command = python_command("headgate.app.control_process", "control")
    specs.append(ChildSpec("control", command, control, stop_rank=CONTROL_STOP_RANK))
    return specs, Addresses(socket_address(gates[0]), socket_address(control))
