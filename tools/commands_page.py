"""Writes docs/commands.md: what every command says about itself. Run by `make docs`; a test keeps the page true."""

import io

from rich.console import Console

from headgate.cli.application import build_app
from headgate.cli.commands import COMMANDS

WIDTH = 100
"""Columns of the help texts: what a page shows without scrolling."""

INTRODUCTION = """# Commands

What `headgate --help` and each command's `--help` say, on one page; written by `make docs`.

Mistakes in a configuration are printed as `file:line: key: message`. Commands that read have `--format json` for
programs. What the exit codes mean is in [operations](operations.md#exit-codes).
"""


def commands_page() -> str:
    """Return the page as it should be."""
    parts = [INTRODUCTION]
    for command in COMMANDS:
        app = build_app(command)
        told = io.StringIO()
        app.help_print(command.split(), console=Console(file=told, width=WIDTH, color_system=None))
        lines = [line.rstrip() for line in told.getvalue().strip().splitlines()]
        parts.append("\n".join([f"\n## headgate {command}\n", "```text", *lines, "```\n"]))
    return "".join(parts)


if __name__ == "__main__":
    print(commands_page(), end="")
