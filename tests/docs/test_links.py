"""Links between pages lead somewhere, and files that a page names exist."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import anchors, links, pages, spans
from tests.repository import ROOT, shown

OURS = re.compile(r"(?:src|tests|docs|bench|tools|examples|locks|\.ci)/[\w./-]*")
"""How a path into the repository begins."""

MADE = {"bench/work"}
"""Named by pages, but made only when something runs."""


@pytest.mark.parametrize("page", pages(), ids=shown)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = [link for link in links(page) if not link.startswith(("https://", "http://")) and not _leads(page, link)]

    assert broken == []


def _leads(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return False
    return not anchor or (target.suffix == ".md" and anchor in anchors(target))


@pytest.mark.parametrize("page", pages(), ids=shown)
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = [span.rstrip("/") for span in spans(page) if OURS.fullmatch(span)]

    assert [path for path in named if path not in MADE and not (ROOT / path).exists()] == []
