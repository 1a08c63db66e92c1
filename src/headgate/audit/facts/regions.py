"""Which regions carry which models: the table that comes along (regions.yaml), or a newer one of the user's."""

import datetime
import functools
from pathlib import Path

import msgspec
from msgspec import Struct

from headgate.core.errors import HeadgateError

_FILE = Path(__file__).with_name("regions.yaml")
BYTES_MAX = 16 * 1024 * 1024
"""Of a table of the user's; the one that comes along has some 20 KB."""


class BadRegionTableError(HeadgateError):
    """A table of regions that cannot be read."""


class Offer(Struct, frozen=True, forbid_unknown_fields=True):
    """The regions in which a version of a model can be deployed one way."""

    model: str
    version: str
    kind: str
    """As in Headgate's configuration: ``standard``, ``global-provisioned``, …"""
    regions: tuple[str, ...]


class RegionTable(Struct, frozen=True, forbid_unknown_fields=True):
    """What was offered where on a day."""

    source: str
    read: datetime.date
    offers: tuple[Offer, ...]


@functools.cache
def region_table() -> RegionTable:
    """Return the table that comes along."""
    return msgspec.yaml.decode(_FILE.read_bytes(), type=RegionTable)


def read_region_table(path: Path) -> RegionTable:
    """Return a table of the user's. Raises ``BadRegionTableError`` naming what is wrong."""
    try:
        with path.open("rb") as file:
            content = file.read(BYTES_MAX + 1)
        if len(content) > BYTES_MAX:
            raise BadRegionTableError(f"{path}: larger than {BYTES_MAX} bytes, the limit for a table of regions")
        return msgspec.yaml.decode(content, type=RegionTable)
    except OSError as error:
        raise BadRegionTableError(f"{path}: cannot be read: {error.strerror}") from None
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadRegionTableError(f"{path}: is no table of regions: {error}") from None


def carries(table: RegionTable, model: str, version: str, kind: str) -> tuple[str, ...] | None:
    """Return the regions that carry a version of a model; None when the table does not know it."""
    wanted = (model.lower(), version.lower(), kind.lower())
    return next((one.regions for one in table.offers if (one.model, one.version, one.kind) == wanted), None)
