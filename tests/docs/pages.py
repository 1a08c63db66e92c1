"""The Markdown pages of the repository: their headings, links, code blocks and the names they mention."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.repository import SOURCE, project_files

FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+?)\s*$", re.MULTILINE)
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
SPAN = re.compile(r"`([^`\n]+)`")


class Block(NamedTuple):
    """A fenced block of code: its language (may be empty) and its text."""

    language: str
    text: str


def pages() -> list[Path]:
    """Return every Markdown page of the repository, in order; below src lie parts that pages are made from."""
    return [path for path in project_files(".md") if SOURCE not in path.parents]


def blocks(page: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page."""
    return (Block(*found.groups()) for found in FENCED.finditer(page.read_text(encoding="utf-8")))


def prose(page: Path) -> str:
    """Return the text of a page without its fenced blocks."""
    return FENCED.sub("", page.read_text(encoding="utf-8"))


def links(page: Path) -> list[str]:
    """Return where the links of a page point, as written."""
    return LINK.findall(SPAN.sub("", prose(page)))


def spans(page: Path) -> list[str]:
    """Return what stands in backticks within the text of a page."""
    return SPAN.findall(prose(page))


def anchors(page: Path) -> set[str]:
    """Return the names under which the headings of a page can be linked to, as GitHub makes them."""
    return {
        re.sub(r"[^\w\- ]", "", heading.replace("`", "")).strip().lower().replace(" ", "-")
        for heading in HEADING.findall(prose(page))
    }


def table_rows(text: str) -> list[list[str]]:
    """Return the cells of the rows of Markdown tables in ``text``, without headings' rulers."""
    lines = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [
        [cell.strip() for cell in cells]
        for cells in lines
        if not all(set(cell.strip()) <= {"-", ":"} for cell in cells)
    ]
