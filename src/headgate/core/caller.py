"""A caller: the validated identity behind a request."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and the one use case the call belongs to."""

    name: str
    """As in a use case's ``callers``: ``key:support-bot-1``, later ``entra-app:<client id>``."""
    use_case: str
