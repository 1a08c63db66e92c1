"""What the checks found: mistakes, which refuse a configuration, and warnings, which do not."""

import difflib
from collections.abc import Collection, Iterable

from headgate.config.load import Loaded
from headgate.config.nodes import KeyPath
from headgate.core.errors import Mistake
from headgate.settings import Settings

_KNOWN_MAX = 20
"""Names listed in one mistake: more would bury what it says."""


class Findings:
    """Collects findings at the lines of a loaded configuration."""

    def __init__(self, loaded: Loaded[Settings]) -> None:
        """``loaded`` knows where each value stands and which were filled in."""
        self._loaded = loaded
        self._mistakes: list[Mistake] = []
        self._warnings: list[Mistake] = []

    @property
    def mistakes(self) -> list[Mistake]:
        """In the order of files and lines."""
        return self._loaded.in_order(self._mistakes)

    @property
    def warnings(self) -> list[Mistake]:
        """In the order of files and lines."""
        return self._loaded.in_order(self._warnings)

    def mistake(self, path: KeyPath, message: str) -> None:
        """Add what refuses the configuration."""
        self._mistakes.append(self._loaded.at(path, message))

    def warn(self, path: KeyPath, message: str) -> None:
        """Add what a person should look at."""
        self._warnings.append(self._loaded.at(path, message))

    def add(self, mistakes: Iterable[Mistake]) -> None:
        """Add mistakes that were found elsewhere, in a file that the configuration names."""
        self._mistakes.extend(mistakes)

    def is_filled(self, path: KeyPath) -> bool:
        """Whether a value came, in part or whole, from ``${…}``."""
        return path in self._loaded.written

    def quote(self, path: KeyPath, value: str) -> str:
        """Return a value in quotes as it is written: a reference, not what it was filled with."""
        return repr(self._loaded.written.get(path, value))


def known_names(name: str, known: Collection[str]) -> str:
    """Say what would be right instead of ``name``: ``; did you mean a? known: a, b``."""
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"; did you mean {near[0]}?" if near else ";"
    if not known:
        return f"{hint} none is known"
    listed = ", ".join(list(known)[:_KNOWN_MAX])
    more = f" and {len(known) - _KNOWN_MAX} more" if len(known) > _KNOWN_MAX else ""
    return f"{hint} known: {listed}{more}"
