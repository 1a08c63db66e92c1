"""The configuration of ``headgate up``: written once, then the user's; what a start asks for is laid over it."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from headgate.app.demo import environment_file
from headgate.app.demo.certificate import DemoCertificate, demo_certificate
from headgate.app.demo.ports import FIRST_PORT, HOST, DemoPorts, ports_from
from headgate.config.address import is_loopback
from headgate.settings import Settings
from headgate.settings_load import load_settings
from headgate.simulator.demo import EASTUS_KEY

ENVIRONMENT = "up"
"""What is laid over lies in ``headgate.up.yaml``."""

_TEMPLATE = Path(__file__).with_name("headgate.yaml")
_SIMULATED = ("eastus", "westus")

Layer = dict[str, Any]


class Demo(Struct, frozen=True):
    """What is on disk, ready to be served."""

    path: Path
    environment: str | None
    key: str
    simulated: dict[str, int]
    """The port of each backend of the configuration that the simulator stands for."""
    certificate: DemoCertificate | None
    """None without TLS."""


def prepare(folder: Path, *, first_port: int | None, tls: bool, env: Mapping[str, str]) -> Demo:
    """Write into ``folder`` what is missing there; keep what is there.

    Without ``first_port`` the ports are those of the configuration, 8080 and the next three when it is new. Raises
    ``ConfigurationError`` when the user's changes to it do not hold.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "headgate.yaml"
    key = environment_file.key_in(folder) or environment_file.new_key()
    ports = None if first_port is None else ports_from(first_port)
    if not path.exists():
        ports = ports or ports_from(FIRST_PORT)
        environment_file.write_private(folder / "simulator.key", EASTUS_KEY + "\n")
        path.write_text(_filled_template(ports, _digest(key)), "utf-8")
    settings = load_settings(path, None, env).settings
    certificate = demo_certificate(folder) if tls else None
    layer = _layer(settings, ports, _digest(key), certificate)
    _write_layer(folder / f"headgate.{ENVIRONMENT}.yaml", layer)
    return Demo(path, ENVIRONMENT if layer else None, key, _simulated_ports(settings, ports), certificate)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _filled_template(ports: DemoPorts, key_sha256: str) -> str:
    text = _TEMPLATE.read_text("utf-8")
    for name, value in msgspec.structs.asdict(ports).items():
        text = text.replace(f"{{{name}_port}}", str(value))
    return text.replace("{key_sha256}", key_sha256)


def _layer(settings: Settings, ports: DemoPorts | None, key_sha256: str, certificate: DemoCertificate | None) -> Layer:
    """Return what this start needs otherwise than the configuration says; empty when it agrees."""
    layer: Layer = {}
    if ports is not None and ports != _configured_ports(settings):
        layer["gate"] = {"listen": f"{HOST}:{ports.gate}"}
        layer["control"] = {"listen": f"{HOST}:{ports.control}"}
        moved = {name: _port_of(ports, name) for name in _simulated_ports(settings, None)}
        layer["backends"] = {name: {"endpoint": f"http://{HOST}:{port}"} for name, port in moved.items()}
    if "demo" in settings.keys and settings.keys["demo"].sha256.lower() != key_sha256:
        # The file with the key is gone, and a digest does not give it back.
        layer["keys"] = {"demo": {"sha256": key_sha256}}
    if certificate is not None:
        tls = {"certificate": str(certificate.chain), "key": str(certificate.key)}
        layer.setdefault("gate", {})["tls"] = tls
    return layer


def _configured_ports(settings: Settings) -> DemoPorts | None:
    """Return the ports as configured, None when something listens elsewhere than in the sample."""
    simulated = _simulated_ports(settings, None)
    if set(simulated) != set(_SIMULATED):
        return None
    gate, control = (int(address.rpartition(":")[2]) for address in (settings.gate.listen, settings.control.listen))
    return DemoPorts(gate, control, **simulated)


def _simulated_ports(settings: Settings, ports: DemoPorts | None) -> dict[str, int]:
    """Return the backends of the sample that still point to this machine, with the port they are expected at."""
    simulated = {}
    for name in _SIMULATED:
        backend = settings.backends.get(name)
        endpoint = urlsplit(backend.endpoint) if backend is not None else None
        if endpoint is not None and endpoint.scheme == "http" and is_loopback(endpoint.hostname or ""):
            simulated[name] = _port_of(ports, name) if ports is not None else endpoint.port or 80
    return simulated


def _port_of(ports: DemoPorts, name: str) -> int:
    port: int = getattr(ports, name)
    return port


def _write_layer(path: Path, layer: Layer) -> None:
    if not layer:
        path.unlink(missing_ok=True)
        return
    header = "# Written by `headgate up` at every start and laid over headgate.yaml: what its options ask for.\n"
    body = msgspec.json.format(msgspec.json.encode(layer), indent=2).decode()
    path.write_text(f"{header}{body}\n", "utf-8")
