"""``headgate up`` from its options to its exit code."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from headgate.app.children import ChildSpec, python_command
from headgate.app.demo import environment_file
from headgate.app.demo.configuration import Demo, prepare
from headgate.app.demo.ports import require_free
from headgate.app.demo.welcome import gate_url, welcome
from headgate.app.run_files import locked
from headgate.app.serving import Addresses, serve
from headgate.config.address import parse_address
from headgate.settings import Settings
from headgate.settings_load import load_settings

LOG_FILE = "headgate.log"

LOG_KEPT_BYTES_MAX = 16 * 1024 * 1024
"""Past it, a start puts the log aside as ``headgate.log.1`` and begins a new one."""

SIMULATOR_STOP_RANK = 2
"""The simulator ends last: gates that drain still hear from it."""


def up(folder: Path, *, first_port: int | None, tls: bool, env: Mapping[str, str], say: Callable[[str], None]) -> int:
    """Run everything until told to stop; returns the exit code, and says what a person should read with ``say``.

    Raises ``CannotListenError`` when a port or the folder is in use, ``ConfigurationError`` when the configuration in
    the folder does not hold any more.
    """
    with locked(folder / "up.lock", f"the data folder {folder}"):
        demo = prepare(folder, first_port=first_port, tls=tls, env=env)
        settings = load_settings(demo.path, demo.environment, env).settings
        require_free(_ports(settings, demo))

        def ready(addresses: Addresses) -> None:
            url = gate_url(addresses.gate, tls=settings.gate.tls is not None)
            ca_file = demo.certificate.authority if demo.certificate is not None else None
            environment_file.write(folder, url=url, key=demo.key, ca_file=ca_file)
            say(welcome(folder, url, addresses, demo.simulated, LOG_FILE))

        with _log(folder / LOG_FILE) as output:
            beside = (_simulator(demo.simulated),) if demo.simulated else ()
            code = serve(demo.path, demo.environment, env, output=output, beside=beside, on_ready=ready)
    say("Headgate has stopped." if code == 0 else f"Headgate gave up: the reason is in {folder / LOG_FILE}.")
    return code


def _ports(settings: Settings, demo: Demo) -> dict[str, int]:
    listening = {"gate": settings.gate.listen, "control": settings.control.listen}
    ours = {use: parse_address(address).port for use, address in listening.items()}
    return {**ours, **{f"simulated {name}": port for name, port in demo.simulated.items()}}


def _simulator(ports: Mapping[str, int]) -> ChildSpec:
    arguments = (f"{name}={port}" for name, port in ports.items())
    command = python_command("headgate.app.demo.simulator_process", *arguments)
    return ChildSpec("simulator", command, None, takes_settings=False, stop_rank=SIMULATOR_STOP_RANK)


@contextmanager
def _log(path: Path) -> Iterator[int]:
    """Open the log for appending; one that has grown too long is put aside first."""
    if path.exists() and path.stat().st_size > LOG_KEPT_BYTES_MAX:
        path.replace(path.with_name(f"{path.name}.1"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
