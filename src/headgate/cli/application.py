"""The program ``headgate``: builds the Cyclopts application from the table and turns errors into exit codes."""

import importlib
import os
import sys
from collections.abc import Sequence

from cyclopts import App

from headgate import __version__
from headgate.cli import exit_codes
from headgate.cli.commands import COMMANDS, GROUPS
from headgate.cli.console import complain
from headgate.cli.usage_error import UsageError
from headgate.core.compiled import HOT_PATH
from headgate.core.errors import CannotListenError, ConfigurationError, HeadgateError


def build_app(word: str = "") -> App:
    """Return the application with every command of the table, none of them loaded.

    ``word`` is what is typed first: a command that is a group as well is loaded only then, as Cyclopts wants it whole.
    """
    app = App(
        name="headgate",
        help="The open-source production layer for Azure OpenAI.",
        version=f"{__version__} ({HOT_PATH})",
        help_format="plaintext",
        result_action="return_value",
        suppress_keyboard_interrupt=False,
    )
    groups = {name: App(name=name, help=summary) for name, summary in GROUPS.items()}
    for group in groups.values():
        app.command(group)
    for path, command in COMMANDS.items():
        if path in groups:
            _set_default(groups[path], command.target, loaded=path == word)
            continue
        group_name, _, name = path.rpartition(" ")
        parent = groups[group_name] if group_name else app
        parent.command(command.target, name=name, help=command.summary)
    return app


def _set_default(group: App, target: str, *, loaded: bool) -> None:
    if loaded:
        module, _, function = target.partition(":")
        group.default(getattr(importlib.import_module(module), function))


def run(tokens: Sequence[str]) -> int:
    """Run one command line and return its exit code; an expected error is told in a line, not in a traceback."""
    try:
        result = build_app(tokens[0] if tokens else "")(list(tokens))
    except (ConfigurationError, UsageError) as error:
        return _tell(error, exit_codes.UNUSABLE)
    except CannotListenError as error:
        return _tell(error, exit_codes.CANNOT_LISTEN)
    except HeadgateError as error:
        return _tell(error, exit_codes.FAILED)
    except KeyboardInterrupt:
        return exit_codes.INTERRUPTED
    return result if isinstance(result, int) else exit_codes.OK


def _tell(error: HeadgateError, exit_code: int) -> int:
    """Say what went wrong; mistakes of a configuration already begin with their place."""
    complain(str(error) if isinstance(error, ConfigurationError) else f"headgate: {error}")
    return exit_code


def main() -> None:
    """Run the command line of this process and exit."""
    try:
        exit_code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has read enough (headgate … | head); what is left to flush goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        exit_code = exit_codes.FAILED
    sys.exit(exit_code)
