"""From a configuration file to settings that hold: the one function that every process starts with."""

import datetime
import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec.structs import replace

from headgate.config.load import load
from headgate.core.errors import ConfigurationError, Mistake
from headgate.settings import Settings
from headgate.settings_check import check_settings
from headgate.settings_check.prices import BUILTIN


class LoadedSettings(msgspec.Struct, frozen=True):
    """Settings that hold as a whole, and what was learnt while reading them."""

    settings: Settings
    """Paths in it are absolute; secrets are filled in."""
    warnings: tuple[Mistake, ...]
    """What does not stop Headgate but needs a person's eye."""
    files: tuple[Path, ...]
    """Every file that contributed or is named (``${file:…}``, certificates, prices); load again when one changes."""
    masked: dict[str, object]
    """The configuration as written and layered; a secret is shown as its reference, or as ``***``."""
    digest: str
    """Names this state of the settings, secrets included: 64 hex characters, equal if and only if the settings are."""


def load_settings(path: Path, environment: str | None, env: Mapping[str, str]) -> LoadedSettings:
    """Read, layer, fill in, validate and check a configuration.

    ``environment`` names the file to lay over: ``prod`` for ``headgate.prod.yaml`` beside ``headgate.yaml``.
    ``env`` is where ``${env:NAME}`` looks. Raises ``ConfigurationError`` with every mistake found.
    """
    loaded = load(path, environment, Settings, env=env, read_file=_read_file)
    if loaded.settings is None:
        raise ConfigurationError(loaded.mistakes)
    settings = absolute_paths(loaded.settings, path.parent)
    found = check_settings(settings, loaded, today=datetime.datetime.now(datetime.UTC).date())
    if found.mistakes:
        raise ConfigurationError(found.mistakes)
    return LoadedSettings(
        settings=settings,
        warnings=tuple(found.warnings),
        files=(*loaded.files, *named_files(settings)),
        masked=dict(loaded.masked),
        digest=hashlib.sha256(msgspec.json.encode(settings)).hexdigest(),
    )


def absolute_paths(settings: Settings, folder: Path) -> Settings:
    """Return the settings with every path in them absolute: relative ones start from the configuration's folder."""
    base = folder.absolute()
    gate = settings.gate
    if gate.tls is not None:
        tls = replace(gate.tls, certificate=str(base / gate.tls.certificate), key=str(base / gate.tls.key))
        gate = replace(gate, tls=tls)
    backends = {
        name: backend if backend.ca_file is None else replace(backend, ca_file=str(base / backend.ca_file))
        for name, backend in settings.backends.items()
    }
    prices = settings.prices if settings.prices == BUILTIN else str(base / settings.prices)
    return replace(settings, data=str(base / settings.data), prices=prices, gate=gate, backends=backends)


def named_files(settings: Settings) -> tuple[Path, ...]:
    """Return the files that settings with absolute paths name."""
    named = [backend.ca_file for backend in settings.backends.values()]
    if settings.gate.tls is not None:
        named += [settings.gate.tls.certificate, settings.gate.tls.key]
    if settings.prices != BUILTIN:
        named.append(settings.prices)
    return tuple(dict.fromkeys(Path(name) for name in named if name is not None))


def _read_file(path: Path, bytes_max: int) -> bytes:
    with path.open("rb") as file:
        return file.read(bytes_max)
