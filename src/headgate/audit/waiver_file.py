"""Waivers: fails that somebody answers for, for a while.

A YAML file:

    waivers:
      - rule: IDN-001
        resource: oai-legacy-*
        owner: jane@example.com
        reason: The old client cannot do Entra; it is replaced in March.
        expires: 2027-03-31
"""

import datetime
from pathlib import Path

from msgspec import Struct

from headgate.config.load import load
from headgate.core.errors import ConfigurationError, Mistake


class Waiver(Struct, frozen=True, kw_only=True):
    """One fail, or several alike, that somebody answers for."""

    rule: str
    """The id."""
    resource: str
    """The name or id of what fails; ``*`` stands for any text."""
    owner: str
    """Who answers for it."""
    reason: str
    expires: datetime.date
    """The last day on which it holds."""


class WaiverFile(Struct, frozen=True):
    """The whole file."""

    waivers: list[Waiver]


def read_waivers(path: Path) -> list[Waiver]:
    """Read a file of waivers. Raises ``ConfigurationError`` with every mistake, at its line."""
    loaded = load(path, None, WaiverFile, env={}, read_file=_read_file)
    if loaded.settings is None:
        raise ConfigurationError(loaded.mistakes)
    empty = [
        loaded.at(("waivers", number, field), "must not be empty: somebody has to answer for it")
        for number, waiver in enumerate(loaded.settings.waivers)
        for field in ("rule", "resource", "owner", "reason")
        if not getattr(waiver, field).strip()
    ]
    if empty:
        raise ConfigurationError(empty)
    return loaded.settings.waivers


def refuse_unknown_rules(waivers: list[Waiver], known: set[str], path: Path) -> None:
    """Raise ``ConfigurationError`` for waivers of rules that do not exist: they would cover nothing, silently."""
    mistakes = [
        Mistake(str(path), 0, f"waivers[{number}].rule", f"there is no rule {waiver.rule}")
        for number, waiver in enumerate(waivers)
        if waiver.rule.upper() not in known
    ]
    if mistakes:
        raise ConfigurationError(mistakes)


def _read_file(path: Path, bytes_max: int) -> bytes:
    with path.open("rb") as file:
        return file.read(bytes_max)
