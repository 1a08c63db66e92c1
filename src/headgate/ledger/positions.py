"""How far each journal file has been posted."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from headgate.ledger.journal_files import Segment
from headgate.ledger.schema import journal_positions
from headgate.ledger.store import Ledger

NAMES_AT_ONCE = 5_000
"""In one query: SQLite takes 32,766 parameters at most."""


def read_position(connection: Connection, file: str) -> int:
    """Return the position up to which a file has been posted, in bytes."""
    statement = select(journal_positions.c.position).where(journal_positions.c.file == file)
    return connection.execute(statement).scalar_one_or_none() or 0


def unfinished(ledger: Ledger, segments: Sequence[Segment]) -> list[Segment]:
    """Return the files with something to post, or of which it is yet to be noted that nothing more will come."""
    names = [segment.path.name for segment in segments]
    with ledger.reading() as connection:
        known = {name: row for some in _portions(names) for name, row in _known(connection, some).items()}
    return [segment for segment in segments if _has_more(segment, known.get(segment.path.name))]


def _portions(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + NAMES_AT_ONCE] for start in range(0, len(names), NAMES_AT_ONCE))


def _known(connection: Connection, names: Sequence[str]) -> dict[str, tuple[int, float | None]]:
    statement = select(journal_positions).where(journal_positions.c.file.in_(names))
    return {row.file: (row.position, row.finished_at) for row in connection.execute(statement)}


def _has_more(segment: Segment, known: tuple[int, float | None] | None) -> bool:
    if known is None:
        return True
    position, finished_at = known
    return finished_at is None and (segment.complete or position < segment.size)
