"""How long a model thinks, and what is left of the caller's maximum for the answer.

Sources: Microsoft Learn, "Azure OpenAI reasoning models" (2026); of GPT-5.5 and later the refusals reported in 2026.
"""

import functools

from msgspec import Struct

from headgate.simulator import catalog, errors
from headgate.simulator.settings import DeploymentSettings

_SHARE_OF_EFFORT = {"none": 0.0, "minimal": 0.0, "low": 0.25, "medium": 1.0, "high": 4.0, "xhigh": 8.0}
_USUAL_TOKENS = 64
"""With medium effort, where nothing is set: what GPT-5 spends on a greeting (recorded)."""


class Efforts(Struct, frozen=True):
    """The efforts a model takes, and the one it makes when it is not told."""

    taken: tuple[str, ...]
    unasked: str = "medium"


_OF_OTHERS = Efforts(tuple(_SHARE_OF_EFFORT))
"""Of a model of no known family that a deployment lets think (``reasoning_tokens``)."""
_BY_PREFIX = {
    "o1": Efforts(("low", "medium", "high")),
    "o3": Efforts(("low", "medium", "high")),
    "o4": Efforts(("low", "medium", "high")),
    "gpt-5": Efforts(("minimal", "low", "medium", "high")),
    "gpt-5.1": Efforts(("none", "low", "medium", "high"), unasked="none"),
    "gpt-5.1-codex-max": Efforts(("none", "low", "medium", "high", "xhigh")),
    "gpt-5.2": Efforts(("none", "low", "medium", "high", "xhigh"), unasked="none"),
    "gpt-5.3": Efforts(("none", "low", "medium", "high", "xhigh"), unasked="none"),
    "gpt-5.4": Efforts(("none", "low", "medium", "high", "xhigh"), unasked="none"),
    "gpt-5.5": Efforts(("none", "low", "medium", "high", "xhigh")),
    "gpt-5.6": Efforts(("none", "low", "medium", "high", "xhigh")),
    "gpt-6": Efforts(("none", "low", "medium", "high", "xhigh")),
}


@functools.lru_cache(maxsize=1024)
def efforts_of(model: str) -> Efforts | None:
    """The efforts of a model; None of one that does not think, as ``gpt-5-chat``."""
    prefix = catalog.longest_prefix(_BY_PREFIX, model)
    return None if prefix is None or "-chat" in model else _BY_PREFIX[prefix]


def unasked(settings: DeploymentSettings) -> str | None:
    """The effort that a deployment makes when it is not told; None where it does not think."""
    efforts = efforts_of(settings.model)
    if efforts is None:
        return "medium" if settings.reasoning_tokens else None
    return efforts.unasked


def context(model: str) -> str:
    """Which earlier thoughts a model sees where nothing is asked for (OpenAI reference, 2026)."""
    return "all_turns" if model.startswith(("gpt-5.6", "gpt-6")) else "current_turn"


def tells_phase(model: str) -> bool:
    """Whether messages of a model say if they are its last word (OpenAI reference: from GPT-5.3 on)."""
    return model.startswith(("gpt-5.3", "gpt-5.4", "gpt-5.5", "gpt-5.6", "gpt-6"))


def thinks(settings: DeploymentSettings, effort: str | None) -> bool:
    """Whether a deployment thinks before it answers a request with this effort."""
    efforts = efforts_of(settings.model)
    if efforts is None:
        return bool(settings.reasoning_tokens)
    return (effort or efforts.unasked) != "none"


def tokens_for(settings: DeploymentSettings, effort: str | None, *, param: str, tokens_max: int | None = None) -> int:
    """Tokens spent thinking, never more than the caller's maximum.

    Raises:
        AzureError: a 400 for an effort that the model does not make, or for any where it does not think.
    """
    efforts = efforts_of(settings.model) or (_OF_OTHERS if settings.reasoning_tokens else None)
    if efforts is None:
        if effort is not None:
            raise _thoughtless(param)
        return 0
    if effort is not None and effort not in efforts.taken:
        raise _unsupported(effort, efforts.taken, param)
    if effort is None and settings.reasoning_tokens is not None:
        spent = settings.reasoning_tokens
    else:
        full = _USUAL_TOKENS if settings.reasoning_tokens is None else settings.reasoning_tokens
        spent = int(full * _SHARE_OF_EFFORT[effort or efforts.unasked])
    return spent if tokens_max is None else min(spent, tokens_max)


def _thoughtless(param: str) -> errors.AzureError:
    """Chat and responses say it in different words (reported 2025 and 2026)."""
    if param == "reasoning_effort":
        return errors.invalid(f"Unrecognized request argument supplied: {param}")
    message = f"Unsupported parameter: '{param}' is not supported with this model."
    return errors.invalid(message, param=param, code="unsupported_parameter")


def _unsupported(effort: str, taken: tuple[str, ...], param: str) -> errors.AzureError:
    *first, last = (f"'{each}'" for each in taken)
    message = (
        f"Unsupported value: '{param}' does not support '{effort}' with this model. Supported values are: "
        f"{', '.join(first)}, and {last}."
    )
    return errors.invalid(message, param=param, code="unsupported_value")
