"""What a program has shown, told to the test that ran it: a line for each."""

import sys


def shown(api: str, *ways: str) -> None:
    """Tell that these ways of using an API work; API and ways have the names of the table in docs/simulator.md."""
    for way in ways:
        sys.stdout.write(f"{api}: {way}\n")
