"""Bringing the tables to the schema this version knows.

Alembic takes longer to import than an empty ledger takes to make, so it is only loaded for a ledger that is behind.
"""

from sqlalchemy import Connection, inspect, text

from headgate.ledger.schema import HEAD_REVISION, metadata


def bring_to_head(connection: Connection) -> str | None:
    """Make or migrate the tables inside the given transaction; return the revision found when it is unknown."""
    revision = _current(connection)
    if revision == HEAD_REVISION:
        return None
    if revision is None:
        metadata.create_all(connection)
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD_REVISION})
        return None
    from headgate.ledger.migrate import migrate

    return None if migrate(connection, revision) else revision


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if revision is None else str(revision)
