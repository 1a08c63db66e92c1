"""The command line: one file per command, loaded only when it is asked for."""

from headgate.cli.application import main

__all__ = ["main"]
