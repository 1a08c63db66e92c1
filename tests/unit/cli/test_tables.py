import sys

import pytest
from rich.table import Table

from headgate.cli.tables import as_text


def test_where_no_terminal_is_nothing_is_wrapped_cut_or_coloured() -> None:
    table = Table("name", "number")
    table.add_row("[bold]" + "x" * 200, "1")

    text = as_text(table, "a note")

    assert "[bold]" + "x" * 200 in text
    assert "\x1b" not in text
    assert text.splitlines()[-1] == "a note"


def test_a_terminal_has_an_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "40")
    table = Table("name")
    table.add_row("x" * 200)

    assert "x" * 41 not in as_text(table)
