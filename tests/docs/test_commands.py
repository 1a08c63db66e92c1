"""The command line and the pages agree: every command is documented, and every documented command exists."""

import re
from pathlib import Path

import pytest

from headgate.cli.commands import COMMANDS, GROUPS
from tests.docs.pages import blocks, pages, spans
from tests.repository import ROOT, shown
from tools.commands_page import commands_page

TYPED = re.compile(r"(?:^|[\s/(])headgate ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)")
MADE = re.compile(r"^make ([a-z][a-z-]*)", re.MULTILINE)


def _typed(page: Path) -> set[str]:
    """Return what a page shows being typed after ``headgate``: one word, or two where the first is a group."""
    lines = [(block.language, line) for block in blocks(page) for line in block.text.splitlines()]
    shell = [line.partition("#")[0] for language, line in lines if language == "sh"]
    shell += [line for language, line in lines if language == "console" and line.startswith("$ ")]
    found = [words for text in shell + [f" {span}" for span in spans(page)] for words in TYPED.findall(text)]
    return {words if _names_a_group_only(words) else words.split()[0] for words in found}


def _names_a_group_only(words: str) -> bool:
    """Whether the second word must be a command: what follows a group that is a command as well may be a path."""
    first = words.split(maxsplit=1)[0]
    return first in GROUPS and (first not in COMMANDS or words in COMMANDS)


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")

    assert page == commands_page(), "run `make docs`"


@pytest.mark.parametrize("page", pages(), ids=shown)
def test_every_documented_command_exists(page: Path) -> None:
    assert _typed(page) - set(COMMANDS) - set(GROUPS) == set()


@pytest.mark.parametrize("page", pages(), ids=shown)
def test_every_documented_make_target_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {name for text in [*spans(page), *(block.text for block in blocks(page))] for name in MADE.findall(text)}

    assert named - targets == set()
