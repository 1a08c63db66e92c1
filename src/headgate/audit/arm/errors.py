"""What is wrong with a template."""

from headgate.core.errors import HeadgateError


class ExpressionError(HeadgateError):
    """An expression that cannot be read or computed; the value is unknown, the rest of the template is not."""


class BrokenExpressionError(ExpressionError):
    """An expression that no parameters could make right: bad syntax, no such function, a circle."""


class LimitError(HeadgateError):
    """A template that asks for more work than any real one does; nothing more of it is computed."""
