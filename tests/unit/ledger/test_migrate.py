from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, text

from headgate.ledger.migrate import alembic_config, migrate
from headgate.ledger.schema import HEAD_REVISION, metadata


def _engine(tmp_path: Path) -> Engine:
    return create_engine(f"sqlite:///{tmp_path / 'ledger.sqlite'}")


def test_the_newest_migration_is_the_head_of_the_schema() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == HEAD_REVISION


def test_the_migrations_make_the_tables_of_the_schema(tmp_path: Path) -> None:
    engine = _engine(tmp_path)
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "head")

        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_tables_that_are_migrated_and_tables_that_are_made_are_the_same(tmp_path: Path) -> None:
    migrated, made = _engine(tmp_path), create_engine("sqlite://")
    with migrated.begin() as connection:
        command.upgrade(alembic_config(connection), "head")
        after_migration = _described(connection)
    with made.begin() as connection:
        metadata.create_all(connection)
        assert _described(connection) == {name: what for name, what in after_migration.items() if "alembic" not in name}
    migrated.dispose()
    made.dispose()


def _described(connection: object) -> dict[str, str]:
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))  # type: ignore[attr-defined]
    return {row.name: " ".join(row.sql.split()) for row in rows}


def test_a_known_revision_is_brought_to_head(tmp_path: Path) -> None:
    engine = _engine(tmp_path)
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0001")

        assert migrate(connection, "0001")
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == HEAD_REVISION
    engine.dispose()


def test_an_unknown_revision_is_told(tmp_path: Path) -> None:
    engine = _engine(tmp_path)
    with engine.begin() as connection:
        assert not migrate(connection, "9999")
    engine.dispose()
