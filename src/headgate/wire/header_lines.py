"""Header lines, and what was concluded about them.

Header lines repeat from message to message, so the kind of a line is remembered. Only short lines are, and never more
than ``REMEMBERED_MAX`` of them; one of a kind that is not to be remembered carries a credential or never comes again.
"""

from collections.abc import Mapping
from typing import Final

HEAD_END: Final = b"\r\n\r\n"
REMEMBERED_MAX: Final = 4096
REMEMBERED_LINE_BYTES_MAX: Final = 256


class LineKinds:
    """What kind each header line is, by its name."""

    __slots__ = ("_by_name", "_forgotten", "_otherwise", "_remembered", "remembered")

    def __init__(
        self, by_name: Mapping[bytes, int], *, otherwise: int, forgotten: frozenset[int] = frozenset()
    ) -> None:
        """``by_name`` has names in lower case; lines of the ``forgotten`` kinds are never remembered."""
        self._by_name = by_name
        self._otherwise = otherwise
        self._forgotten = forgotten
        self._remembered: dict[bytes, int] = {}
        self.remembered = self._remembered.get
        """The kind of a line seen before; None for any other."""

    def conclude(self, line: bytes) -> int:
        """Say what kind a line is, and remember it; a full memory starts anew."""
        kind = self._by_name.get(line.partition(b":")[0].lower(), self._otherwise)
        if kind not in self._forgotten and len(line) <= REMEMBERED_LINE_BYTES_MAX:
            if len(self._remembered) >= REMEMBERED_MAX:
                self._remembered.clear()
            self._remembered[line] = kind
        return kind


def value_of(line: bytes) -> bytes:
    """The value of a header line, without the white space around it."""
    return line.partition(b":")[2].strip(b" \t")
