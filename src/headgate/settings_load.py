"""From a configuration file to settings that hold: the one function that every process starts with."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec
import yaml

from headgate.core.errors import ConfigurationError, Mistake
from headgate.settings import Settings


class LoadedSettings(msgspec.Struct, frozen=True):
    """Settings that hold as a whole, and what was learnt while reading them."""

    settings: Settings
    """Paths in it are absolute; secrets are filled in."""
    warnings: tuple[Mistake, ...]
    """What does not stop Headgate but needs a person's eye."""
    files: tuple[Path, ...]
    """Every file that contributed, ``${file:…}`` ones included: a change of any is a reason to load again."""
    masked: dict[str, object]
    """The configuration as written and layered, secrets replaced by ``***``."""
    digest: str
    """Names this state of the settings: 64 hex characters, equal if and only if the settings are."""


def load_settings(path: Path, environment: str | None, env: Mapping[str, str]) -> LoadedSettings:
    """Read, layer, fill in, validate and check a configuration.

    ``environment`` names the file to lay over: ``prod`` for ``headgate.prod.yaml`` beside ``headgate.yaml``.
    ``env`` is where ``${env:NAME}`` looks. Raises ``ConfigurationError`` with every mistake found.
    """
    try:
        document = yaml.safe_load(path.read_text())
        settings = msgspec.convert(document, Settings)
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise ConfigurationError([Mistake(str(path), 0, "", str(error))]) from error
    digest = hashlib.sha256(msgspec.json.encode(settings)).hexdigest()
    return LoadedSettings(settings, (), (path,), {}, digest)
