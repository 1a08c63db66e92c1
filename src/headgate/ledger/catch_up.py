"""Bringing the ledger up to date for whoever is about to read it."""

import time
from pathlib import Path

from sqlalchemy import select

from headgate.ledger.journal_files import list_segments
from headgate.ledger.poster import Posted, Poster
from headgate.ledger.schema import journal_positions
from headgate.ledger.store import Ledger
from headgate.metering.charges import PriceBook

PATIENCE_SECONDS = 3.0
"""How long a control process gets to post what was there: it looks twice a second."""

LOOK_EVERY_SECONDS = 0.05


def catch_up(
    journal_dir: Path, ledger: Ledger, prices: PriceBook, *, patience_seconds: float = PATIENCE_SECONDS
) -> list[str]:
    """Post what the journal holds now; return the alarms.

    Where a control process posts, it is given ``patience_seconds`` to do it, so that its log and metrics miss
    nothing; then it is done here, which is as safe.
    """
    poster = Poster(journal_dir, ledger, prices)
    try:
        if not poster.alone and _posted_by_another(journal_dir, ledger, patience_seconds):
            return []
        return _post_all(poster)
    finally:
        poster.close()


def _post_all(poster: Poster) -> list[str]:
    alarms: list[str] = []
    posted = Posted(left_bytes=1)
    while posted.left_bytes:
        posted = poster.post_once()
        alarms += posted.alarms
    return alarms


def _posted_by_another(journal_dir: Path, ledger: Ledger, patience_seconds: float) -> bool:
    """Wait until everything written by now is posted; False if that does not happen in time."""
    wanted = {segment.path.name: _whole_lines(segment.path, segment.size) for segment in list_segments(journal_dir)}
    deadline = time.monotonic() + patience_seconds
    while not _reached(ledger, wanted):
        if time.monotonic() >= deadline:
            return False
        time.sleep(LOOK_EVERY_SECONDS)
    return True


def _whole_lines(path: Path, size: int) -> int:
    """Return where the last whole line within the first ``size`` bytes ends."""
    with path.open("rb") as file:
        start = max(size - 65_536, 0)
        file.seek(start)
        return start + file.read(size - start).rfind(b"\n") + 1


def _reached(ledger: Ledger, wanted: dict[str, int]) -> bool:
    with ledger.reading() as connection:
        positions = {row.file: row.position for row in connection.execute(select(journal_positions))}
    return all(positions.get(file, 0) >= position for file, position in wanted.items())
