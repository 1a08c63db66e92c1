"""What is written to the ledger, as SQL in the dialect of its database."""

from sqlalchemy import ClauseElement, Connection, Table, bindparam, delete, func, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite

from headgate.ledger import schema
from headgate.ledger.batch import BadLine, OpenLine
from headgate.ledger.rows import Row

QUARANTINED_LINES_MAX = 10_000
"""Kept at most (40 MiB): enough to see what went wrong; all are counted."""


def _upsert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def insert_new(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Write rows (values in the order of the columns) that are not there yet; leave those that are untouched."""
    _run(connection, _upsert(connection, table).on_conflict_do_nothing(), rows)


def set_position(connection: Connection, file: str, position: int, finished_at: float | None) -> None:
    """Say how far a journal file is posted."""
    values = {"position": position, "finished_at": finished_at}
    insert = _upsert(connection, schema.journal_positions).values(file=file, **values)
    connection.execute(insert.on_conflict_do_update(index_elements=["file"], set_=values))


def keep_open(connection: Connection, journal: str, lines: list[OpenLine]) -> None:
    """Remember exchanges whose end has not been read."""
    insert_new(
        connection,
        schema.open_exchanges,
        [(line.exchange_id, line.number, journal, line.line) for line in lines],
    )


def forget_open(connection: Connection, exchange_ids: list[str]) -> None:
    """Forget that exchanges are open."""
    table = schema.open_exchanges
    _run(connection, delete(table).where(table.c.exchange_id == bindparam("id")), [(id_,) for id_ in exchange_ids])


def remove_lost(connection: Connection, exchange_ids: list[str]) -> None:
    """Remove what was estimated of exchanges whose true end has turned up after all."""
    exchanges, attempts = schema.exchanges, schema.attempts
    lost = delete(exchanges).where(exchanges.c.id == bindparam("id"), exchanges.c.outcome == literal_column("'lost'"))
    _run(connection, lost, [(id_,) for id_ in exchange_ids])
    kept = select(exchanges.c.id).where(exchanges.c.id == attempts.c.exchange_id).exists()
    orphans = delete(attempts).where(attempts.c.exchange_id == bindparam("id"), ~kept)
    _run(connection, orphans, [(id_,) for id_ in exchange_ids])


def _run(connection: Connection, statement: ClauseElement, rows: list[Row]) -> None:
    """Run a statement once per row, given to the driver as plain tuples: SQLAlchemy's own way takes twice the time."""
    if rows:
        connection.exec_driver_sql(str(statement.compile(dialect=connection.dialect)), rows)


def add_denials(connection: Connection, counts: dict[tuple[int, str, int], int]) -> None:
    """Add counts of refused requests, by (hour, code, status)."""
    for (hour, code, status), count in counts.items():
        insert = _upsert(connection, schema.denials).values(hour=hour, code=code, status=status, count=count)
        total = schema.denials.c.count + insert.excluded.count
        connection.execute(
            insert.on_conflict_do_update(index_elements=["hour", "code", "status"], set_={"count": total})
        )


def quarantine(connection: Connection, file: str, lines: list[BadLine]) -> None:
    """Keep lines that could not be read, up to a number."""
    if not lines:
        return
    kept = connection.execute(select(func.count()).select_from(schema.quarantine)).scalar_one()
    rows = [(file, line.position, line.reason, line.line) for line in lines]
    insert_new(connection, schema.quarantine, rows[: max(QUARANTINED_LINES_MAX - kept, 0)])
