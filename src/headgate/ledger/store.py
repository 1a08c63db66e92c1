"""The ledger's database: opening it, and the two ways of using it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from headgate.core.errors import HeadgateError
from headgate.ledger.upgrade import bring_to_head

LEDGER_FILE = "ledger.sqlite"

BUSY_TIMEOUT_MS = 30_000
"""How long a statement waits for another process's transaction: a batch takes a tenth of a second."""


class LedgerError(HeadgateError):
    """The ledger cannot be read or written; nothing was changed."""


class Ledger:
    """The database behind the books. Safe to use from several threads, and beside other processes."""

    def __init__(self, engine: Engine) -> None:
        """Take an engine whose tables are at head: see ``open_ledger``."""
        self._engine = engine

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that holds the write lock from its beginning: all of it is kept, or nothing."""
        with (
            self._translated(),
            self._engine.connect() as connection,
            connection.execution_options(headgate_writes=True).begin(),
        ):
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that sees one state throughout and keeps no writer waiting."""
        with self._translated(), self._engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise LedgerError(f"the ledger is not usable: {error.orig}") from error


def open_ledger(data: Path) -> Ledger:
    """Open the ledger in the folder ``data``; make it, or bring its tables to head, where needed.

    Raises ``LedgerError`` when the file cannot be used, or was written by a newer Headgate.
    """
    data.mkdir(parents=True, exist_ok=True)
    path = data / LEDGER_FILE
    # Made here, and not by SQLite, so that nobody else can read it; SQLite gives its side files the same mode.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    _prepare_sqlite(engine)
    ledger = Ledger(engine)
    try:
        with ledger.writing() as connection:
            known = bring_to_head(connection)
        if known is not None:
            raise LedgerError(f"{path} has tables of revision {known}, which this version of Headgate does not know")
    except BaseException:
        ledger.close()
        raise
    return ledger


def _prepare_sqlite(engine: Engine) -> None:
    """Give every connection Headgate's pragmas, and transactions that begin when SQLAlchemy says so."""

    @event.listens_for(engine, "connect")
    def connected(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        driver: Any = connection
        driver.isolation_level = None
        cursor = driver.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        # FULL: a committed read position survives a power cut, so a journal file may be deleted once it is posted.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("headgate_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
