"""However old a ledger is, opening it brings it to the tables this version knows."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from headgate.ledger.schema import HEAD_REVISION
from headgate.ledger.store import LEDGER_FILE, LedgerError, open_ledger


def _tables(path: Path) -> dict[str, str]:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        tables = {row.name: " ".join(row.sql.split()) for row in found}
    engine.dispose()
    return tables


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    open_ledger(tmp_path).close()
    before = _tables(tmp_path / LEDGER_FILE)

    open_ledger(tmp_path).close()

    assert _tables(tmp_path / LEDGER_FILE) == before


def test_a_ledger_of_a_later_version_is_refused_and_untouched(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path)
    with ledger.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    ledger.close()

    with pytest.raises(LedgerError, match="tables of revision 9999"):
        open_ledger(tmp_path)


def test_the_library_for_migrations_is_loaded_only_when_needed(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from headgate.ledger import open_ledger;"
        f"open_ledger(Path({str(tmp_path)!r})); print('alembic' in sys.modules)"
    )
    for _ in ("made", "opened"):
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
        assert done.stdout.strip() == "False"


def test_the_revision_is_written_down(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path)
    with ledger.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == HEAD_REVISION
    ledger.close()
