"""Tables and lines for a terminal, as text."""

import io
import shutil
import sys

from rich.console import Console, RenderableType

WIDTH_ELSEWHERE = 1000
"""Columns when the output is no terminal: enough that nothing is wrapped or cut for the program that reads it."""


def as_text(*parts: RenderableType) -> str:
    """Render parts for standard output: within the terminal's width, in colour only there."""
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else WIDTH_ELSEWHERE
    text = io.StringIO()
    console = Console(file=text, width=width, force_terminal=terminal, highlight=False, emoji=False, markup=False)
    for part in parts:
        console.print(part)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())
