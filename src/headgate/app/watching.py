"""Noticing that a configuration file was written."""

from collections.abc import Sequence
from pathlib import Path

Print = tuple[int, int, int] | None
"""Inode, size and modification time in nanoseconds; None for a file that is not there."""


class FileWatch:
    """Compares files with how they were when last accepted."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = tuple(files)
        self._accepted = self._seen = self._look()

    def settled_change(self) -> bool:
        """Tell, once, that a file changed and then stayed the same between two calls.

        The second look is there because an editor may write a file in two steps, and half a configuration can be
        valid.
        """
        now = self._look()
        settled = now == self._seen and now != self._accepted
        self._seen = now
        if settled:
            self._accepted = now
        return settled

    def _look(self) -> tuple[Print, ...]:
        return tuple(_print(file) for file in self._files)


def _print(file: Path) -> Print:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
