"""How long a model thinks, and what is left of the caller's maximum for the answer."""

from headgate.simulator import errors
from headgate.simulator.settings import DeploymentSettings

_OF_EFFORT = {"none": 0.0, "minimal": 0.0, "low": 0.25, "medium": 1.0, "high": 4.0, "xhigh": 8.0}


def tokens_for(settings: DeploymentSettings, effort: str | None, *, param: str, tokens_max: int | None = None) -> int:
    """Tokens spent thinking, never more than the caller's maximum.

    Raises:
        AzureError: a 400 for an effort that is none.
    """
    if effort is not None and effort not in _OF_EFFORT:
        known = ", ".join(f"'{each}'" for each in _OF_EFFORT)
        message = f"Invalid value: '{effort}'. Supported values are: {known}."
        raise errors.invalid(message, param=param, code="invalid_value")
    spent = int(settings.reasoning_tokens * _OF_EFFORT[effort or "medium"])
    return spent if tokens_max is None else min(spent, tokens_max)
