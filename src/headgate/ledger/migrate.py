"""Running the migrations, through Alembic; imported only for a ledger that is behind."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection


def alembic_config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for the migrations that ship with the package."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config


def migrate(connection: Connection, revision: str) -> bool:
    """Bring tables of ``revision`` to head on the given connection; False when that revision is unknown here."""
    config = alembic_config(connection)
    try:
        ScriptDirectory.from_config(config).get_revision(revision)
    except CommandError:
        return False
    command.upgrade(config, "head")
    return True
