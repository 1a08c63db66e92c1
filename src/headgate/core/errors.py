"""The errors Headgate raises, by whose fault they are.

What is expected on the hot path is a returned ``Refusal``, never an exception.
"""

from msgspec import Struct


class HeadgateError(Exception):
    """The root of all errors raised on purpose."""


class Mistake(Struct, frozen=True):
    """One mistake in a configuration file."""

    file: str
    line: int
    """From 1; 0 when the mistake has no line (a missing file)."""
    key: str
    """The path of the key, joined with dots: ``models.gpt-4o.pools``."""
    message: str
    """What is wrong and what would be right."""

    def __str__(self) -> str:
        """Render as ``file:line: key: message``, the form editors can jump to."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.key}: {self.message}" if self.key else f"{where}: {self.message}"


class ConfigurationError(HeadgateError):
    """A configuration that does not hold as a whole; carries every mistake found."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        """Keep the mistakes in the order of the file."""
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


class CannotListenError(HeadgateError):
    """An address that cannot be listened on: in use, not ours, or not allowed."""


class JournalError(HeadgateError):
    """The journal cannot be written: exchanges must be refused until it can."""
