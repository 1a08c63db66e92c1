"""Finding the journal's files, and which of their writers still live.

A worker's life (one boot) writes ``<worker>-<boot>-<NNNN>.jsonl`` with rising numbers, and holds an exclusive
``flock`` on ``<worker>-<boot>.lock`` for as long as it lives; the kernel lets go of it however the worker dies.
Everything of one life is called a journal here, and named ``<worker>-<boot>``.
"""

import fcntl
import os
import re
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

_SEGMENT_NAME = re.compile(r"(?P<journal>.+)-(?P<number>\d{4,})\.jsonl")


class Segment(Struct, frozen=True):
    """One file of a journal, as it was when the folder was read."""

    path: Path
    journal: str
    number: int
    size: int
    """Bytes."""
    complete: bool
    """Whether nothing more can be written to it: a later one exists, or its writer is dead."""


def list_segments(folder: Path) -> list[Segment]:
    """Return every file of every journal, in the order in which it was written.

    Whether a writer lives is asked before sizes are read: what a dead writer left is then all there will ever be.
    """
    found = sorted(
        (match["journal"], int(match["number"]), path)
        for path in (folder.iterdir() if folder.is_dir() else ())
        if (match := _SEGMENT_NAME.fullmatch(path.name))
    )
    alive = {journal: is_alive(folder, journal) for journal in dict.fromkeys(name for name, _, _ in found)}
    last = {name: number for name, number, _ in found}
    segments = []
    for name, number, path in found:
        # Another poster may have deleted it since the folder was read: then all of it is posted.
        with suppress(FileNotFoundError):
            complete = number < last[name] or not alive[name]
            segments.append(Segment(path, name, number, path.stat().st_size, complete=complete))
    return segments


def is_alive(folder: Path, journal: str) -> bool:
    """Tell whether the writer of ``journal`` still holds its lock."""
    try:
        lock = os.open(lock_path(folder, journal), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        # Shared, so that two who ask at once do not take each other for the writer.
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def lock_path(folder: Path, journal: str) -> Path:
    """Return the path of the file that the writer of ``journal`` keeps locked."""
    return folder / f"{journal}.lock"


def read_chunk(path: Path, position: int, limit: int) -> bytes:
    """Return up to ``limit`` bytes of a file from ``position`` on."""
    with path.open("rb", buffering=0) as file:
        file.seek(position)
        chunk = file.read(limit)
    return chunk or b""
