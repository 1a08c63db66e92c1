"""What the exit codes of ``headgate`` mean; listed in docs/operations.md too."""

OK = 0
"""Done, and nothing found."""
FAILED = 1
"""Done with findings, or failed while running."""
UNUSABLE = 2
"""Bad usage, or a configuration that does not hold."""
CANNOT_LISTEN = 3
"""An address is in use, not ours, or not allowed."""
INTERRUPTED = 130
"""Ended by Ctrl-C: 128 + SIGINT, as shells count."""
