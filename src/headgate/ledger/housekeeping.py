"""Deleting journal files once they are wholly in the ledger and have been kept as long as wished."""

from pathlib import Path

from sqlalchemy import delete, select

from headgate.ledger import schema
from headgate.ledger.journal_files import is_alive, lock_path
from headgate.ledger.store import Ledger

SECONDS_PER_HOUR = 3600

EVERY_SECONDS = 60.0
"""How often it is worth looking."""

POSITIONS_KEPT_SECONDS = 7 * 24 * SECONDS_PER_HOUR
"""How long it is remembered that a deleted file was posted, should a backup bring it back."""


def delete_posted(folder: Path, ledger: Ledger, *, keep_hours: float, now: float) -> int:
    """Delete files finished more than ``keep_hours`` ago, and the locks of journals all gone; return how many files.

    The file goes first and its position last, so that dying in between forgets nothing.
    """
    positions = schema.journal_positions
    with ledger.reading() as connection:
        finished = connection.execute(
            select(positions.c.file).where(positions.c.finished_at <= now - keep_hours * SECONDS_PER_HOUR)
        ).scalars()
        there = {path.name for path in folder.glob("*.jsonl")}
        due = [folder / file for file in finished if file in there]
    for path in due:
        path.unlink(missing_ok=True)
    _delete_dead_locks(folder, now)
    _forget_old_positions(ledger, now)
    return len(due)


def _delete_dead_locks(folder: Path, now: float) -> None:
    journals = {path.name.rpartition("-")[0] for path in folder.glob("*.jsonl")}
    for path in folder.glob("*.lock"):
        # A lock an hour old whose journal has no file left is no worker that has only just started.
        old = path.exists() and path.stat().st_mtime < now - SECONDS_PER_HOUR
        if old and path.stem not in journals and not is_alive(folder, path.stem):
            lock_path(folder, path.stem).unlink(missing_ok=True)


def _forget_old_positions(ledger: Ledger, now: float) -> None:
    positions = schema.journal_positions
    old = positions.c.finished_at < now - POSITIONS_KEPT_SECONDS
    with ledger.reading() as connection:
        if connection.execute(select(positions.c.file).where(old).limit(1)).first() is None:
            return
    with ledger.writing() as connection:
        connection.execute(delete(positions).where(old))
