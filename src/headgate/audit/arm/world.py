"""What all templates of one reading share: the budget, the mistakes found, and the files that links may mean."""

from collections.abc import Callable
from typing import Any

from headgate.audit.arm.budget import Budget

MISTAKES_MAX = 50
"""Reported of one template; the first ones say enough."""


def _find_none(_address: str) -> None:
    """Find no linked template."""


class World:
    """Shared by a template and everything nested in it."""

    def __init__(self, find_linked: Callable[[str], Any] | None = None) -> None:
        """``find_linked``: returns the JSON of the template that an address or a relative path means, or None."""
        self.budget = Budget()
        self.mistakes: list[str] = []
        self.gaps: list[str] = []
        self.templates: list[Any] = []
        """Every ``Template`` met so far: a reference may mean a deployment in any of them."""
        self.find_linked = find_linked or _find_none

    def note(self, mistake: str) -> None:
        """Keep a mistake, once."""
        if mistake not in self.mistakes and len(self.mistakes) < MISTAKES_MAX:
            self.mistakes.append(mistake)
