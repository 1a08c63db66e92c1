"""When models, versions of the API and whole APIs retire: from retirements.yaml."""

import datetime
import functools
from pathlib import Path

import msgspec
from msgspec import Struct

_FILE = Path(__file__).with_name("retirements.yaml")
_EVERY = "*"


class ModelRetirement(Struct, frozen=True, forbid_unknown_fields=True):
    """The last day of a version of a model."""

    model: str
    version: str
    """``*`` for every version."""
    retires: datetime.date
    source: str
    """A key of ``Retirements.sources``."""
    replacement: str = ""


class VersionRetirement(Struct, frozen=True, forbid_unknown_fields=True):
    """The last day of a dated version of the API."""

    version: str
    retires: datetime.date
    source: str


class ApiRetirement(Struct, frozen=True, forbid_unknown_fields=True):
    """The last day of a whole API or tool."""

    name: str
    retires: datetime.date
    source: str
    replacement: str = ""


class Retirements(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is known to retire."""

    sources: dict[str, str]
    """Where a date is from, and when it was read there."""
    models: tuple[ModelRetirement, ...]
    api_versions: tuple[VersionRetirement, ...]
    apis: tuple[ApiRetirement, ...]


@functools.cache
def retirements() -> Retirements:
    """Return the table."""
    return msgspec.yaml.decode(_FILE.read_bytes(), type=Retirements)


def model_retirement(model: str, version: str) -> ModelRetirement | None:
    """Return when a version of a model retires; None when no date is known for it."""
    wanted = (model.lower(), version.lower())
    known = retirements().models
    exact = next((one for one in known if (one.model, one.version) == wanted), None)
    return exact or next((one for one in known if (one.model, one.version) == (wanted[0], _EVERY)), None)


def version_retirement(version: str) -> VersionRetirement | None:
    """Return when a dated version of the API retires; None when no date is known for it."""
    return next((one for one in retirements().api_versions if one.version == version.lower()), None)


def api_retirement(name: str) -> ApiRetirement:
    """Return when an API of the table retires."""
    return next(one for one in retirements().apis if one.name == name)
