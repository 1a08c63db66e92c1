"""Decisions are numbered without a gap, listed, and each says what would change it."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import prose, table_rows
from tests.repository import ROOT

FOLDER = ROOT / "docs" / "decisions"
DECISIONS = sorted(FOLDER.glob("[0-9]*.md"))
SCREEN_LINES = 45


def test_numbers_run_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_the_index_lists_every_decision_by_its_title() -> None:
    listed = [f"{number} {title}" for number, title in table_rows(prose(FOLDER / "README.md"))[1:]]
    titles = [path.read_text(encoding="utf-8").partition("\n")[0] for path in DECISIONS]
    expected = [f"[{t[2:6]}]({path.name}) {t[8:]}" for path, t in zip(DECISIONS, titles, strict=True)]

    assert listed == expected


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_three_parts_on_one_screen(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Choice", "What would change our minds"]
    assert len(text.splitlines()) <= SCREEN_LINES
