"""``headgate config reference``: the page docs/configuration.md, whole."""

from pathlib import Path

from headgate.cli.console import say
from headgate.config.reference import reference
from headgate.settings import Settings

INTRODUCTION = Path(__file__).with_name("config_reference.md")
"""The part of the page that no program can write."""


def config_reference() -> None:
    """Print the page about the configuration, with all keys, as Markdown."""
    say(reference_page().rstrip("\n"))


def reference_page() -> str:
    """Return docs/configuration.md as it should be."""
    return f"{INTRODUCTION.read_text(encoding='utf-8')}\n{reference(Settings)}"
