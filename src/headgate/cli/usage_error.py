"""A command line that cannot be meant as it is written."""

from headgate.core.errors import HeadgateError


class UsageError(HeadgateError):
    """The arguments fit their types but not each other, or not the world; ends with the exit code of bad usage."""
