"""What stops an audit before it begins."""

from headgate.core.errors import HeadgateError


class CannotAuditError(HeadgateError):
    """A path that was named cannot be audited; says which, why, and what would be right."""
