"""The program ``headgate``: builds the Cyclopts application from the table and turns errors into exit codes."""

import sys
from collections.abc import Sequence

from cyclopts import App

from headgate import __version__
from headgate.cli import exit_codes
from headgate.cli.commands import COMMANDS, GROUPS
from headgate.core.errors import CannotListenError, ConfigurationError, HeadgateError


def build_app() -> App:
    """Return the application with every command of the table, none of them loaded."""
    app = App(
        name="headgate",
        help="The open-source production layer for Azure OpenAI.",
        version=__version__,
        help_format="plaintext",
        result_action="return_value",
        suppress_keyboard_interrupt=False,
    )
    groups = {name: App(name=name, help=summary) for name, summary in GROUPS.items()}
    for group in groups.values():
        app.command(group)
    for path, command in COMMANDS.items():
        group_name, _, name = path.rpartition(" ")
        parent = groups[group_name] if group_name else app
        parent.command(command.target, name=name, help=command.summary)
    return app


def run(tokens: Sequence[str]) -> int:
    """Run one command line and return its exit code; an expected error is told in a line, not in a traceback."""
    try:
        result = build_app()(list(tokens))
    except ConfigurationError as error:
        return _tell(str(error), exit_codes.UNUSABLE)
    except CannotListenError as error:
        return _tell(f"headgate: {error}", exit_codes.CANNOT_LISTEN)
    except HeadgateError as error:
        return _tell(f"headgate: {error}", exit_codes.FAILED)
    except KeyboardInterrupt:
        return exit_codes.INTERRUPTED
    return result if isinstance(result, int) else exit_codes.OK


def _tell(message: str, exit_code: int) -> int:
    print(message, file=sys.stderr)
    return exit_code


def main() -> None:
    """Run the command line of this process and exit."""
    sys.exit(run(sys.argv[1:]))
