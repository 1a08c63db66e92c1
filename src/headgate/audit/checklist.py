"""The production checklist as data: areas and bullets, from checklist.yaml."""

import functools
from pathlib import Path

import msgspec
from msgspec import Struct

_FILE = Path(__file__).with_name("checklist.yaml")


class Bullet(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line of the checklist."""

    id: str
    """``area.name``."""
    title: str
    """What is asked for, in a sentence."""
    manual: str = ""
    """What a person has to look at, because no evidence can show it. A bullet may have both rules and this."""


class Area(Struct, frozen=True, forbid_unknown_fields=True):
    """Bullets of a kind."""

    title: str
    bullets: tuple[Bullet, ...]


@functools.cache
def checklist() -> tuple[Area, ...]:
    """Return the checklist, in its order."""
    return msgspec.yaml.decode(_FILE.read_bytes(), type=dict[str, tuple[Area, ...]])["areas"]


def bullets() -> dict[str, Bullet]:
    """Return every bullet by its id, in the order of the checklist."""
    return {bullet.id: bullet for area in checklist() for bullet in area.bullets}
