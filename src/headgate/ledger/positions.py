"""How far each journal file has been posted."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from headgate.ledger.journal_files import Segment
from headgate.ledger.schema import journal_positions
from headgate.ledger.store import Ledger


def read_position(connection: Connection, file: str) -> int:
    """Return the position up to which a file has been posted, in bytes."""
    statement = select(journal_positions.c.position).where(journal_positions.c.file == file)
    return connection.execute(statement).scalar_one_or_none() or 0


def unfinished(ledger: Ledger, segments: Sequence[Segment]) -> list[Segment]:
    """Return the files with something to post, or of which it is yet to be noted that nothing more will come."""
    with ledger.reading() as connection:
        known = {row.file: row for row in connection.execute(select(journal_positions))}
    return [segment for segment in segments if _has_more(segment, known.get(segment.path.name))]


def _has_more(segment: Segment, known: object) -> bool:
    if known is None:
        return True
    finished_at = getattr(known, "finished_at", None)
    position = getattr(known, "position", 0)
    return finished_at is None and (segment.complete or position < segment.size)
