"""How Azure's answers looked from a month on: what differs between recordings of 2024 and of October 2026.

A profile is data; the code that writes heads and bodies asks it and knows no month. Where only a reference and no
recording has a fact, the field says so.
"""

import functools
from typing import Literal

from msgspec import Struct, structs

from headgate.simulator import filters

LimitsShown = Literal["remaining", "limits", "milliseconds", "seconds"]
"""Rate-limit headers: what remains; the limits too; resets in milliseconds; resets in seconds, rounded down."""

DEFAULT = "2026-03"
"""The month of which most is recorded."""


class Profile(Struct, frozen=True):
    """The shapes of one time. Months are the first in which something was seen."""

    month: str
    """The month it begins with, ``2026-03``."""
    first_front_door: bool = False
    """``access-control-allow-origin``, ``cache-control``, ``cmp-upstream-response-duration``, and a client request id
    even when none was sent (recorded 2024)."""
    model_time: bool = False
    """``ms-azureml-model-time`` on plain chat (recorded March 2025)."""
    names_deployment: bool = True
    """``x-ms-deployment-name`` on chat (recorded from 2025)."""
    pictures_apart: bool = True
    """Prompts with pictures took another way, with headers of its own (recorded January 2026 and July 2025)."""
    spill_over: bool = False
    """``x-ms-is-spilled-over`` and ``skip-error-remapping`` (recorded from March 2026)."""
    limits: LimitsShown = "limits"
    limits_key: bool = False
    """``x-ratelimit-key`` (recorded from April 2026)."""
    served_model: bool = False
    """``x-ms-served-model`` and ``azureai-fe-is-streaming`` (reference: from June 2026)."""
    offer: bool = False
    """``azureai-fe-offer-type``; on responses the days of retention (reference: from August 2026)."""
    model_session: bytes = b"d20260330170902-0e618f323d34"
    stream_type: bytes = b"text/event-stream; charset=utf-8"
    prompt_results: bytes = filters.PROMPT_RESULTS
    completion_results: bytes = filters.COMPLETION_RESULTS
    piece_results: bytes = filters.COMPLETION_RESULTS
    """Of a piece of a streamed completion."""
    newer_piece_results: bytes = filters.COMPLETION_RESULTS
    """The same for GPT-5 and later."""
    refusals: bool = True
    """``refusal`` in messages and in the first piece."""
    annotations: bool = True
    """In messages."""
    usage_details: bool = True
    cache_writes: bool = False
    """``cache_write_tokens`` in usage of chat (reference: October 2026)."""
    service_tier: bool = False
    """In chat (recorded from April 2026)."""
    obfuscation: bool = True
    checkpoints: bool = False
    """``latency_checkpoint`` beside a stream's usage (reference: from June 2026)."""
    routing: bool = False
    """``routing`` beside a stream's usage (reference: October 2026)."""
    response_penalties: bool = True
    """``frequency_penalty`` and ``presence_penalty`` in responses (recorded in April 2026, not yet in February)."""
    response_completion: bool = True
    """``completed_at`` in responses (recorded in February 2026, not yet in December 2025)."""
    response_phases: bool = False
    """In responses ``phase`` of messages, ``content`` of reasoning, ``moderation``, how long prompts stay cached and
    how reasoning goes on (recorded from July 2026)."""
    tool_usage: bool = False
    """In responses (recorded in August 2026)."""
    response_cache_writes: bool = False
    """``cache_write_tokens`` in the usage of responses (recorded in August 2026)."""
    unset_client_id: bool = True
    """``x-ms-client-request-id: Not-Set`` on responses (recorded to April 2026; no more in August)."""
    assistants: bool = True
    """Assistants, threads and runs, which Azure switched off on 26 August 2026."""
    unversioned_model: bool = False
    """Model names without a version (recorded 2024: ``gpt-35-turbo``)."""


_2024_02 = Profile(
    month="2024-02",
    first_front_door=True,
    names_deployment=False,
    pictures_apart=False,
    limits="remaining",
    model_session=b"d060-20240328183338",
    stream_type=b"text/event-stream",
    prompt_results=filters.SEVERITIES,
    completion_results=filters.SEVERITIES,
    piece_results=filters.SEVERITIES,
    newer_piece_results=filters.SEVERITIES,
    refusals=False,
    annotations=False,
    usage_details=False,
    response_penalties=False,
    response_completion=False,
    obfuscation=False,
    unversioned_model=True,
)
_2025_03 = structs.replace(
    _2024_02,
    month="2025-03",
    model_time=True,
    model_session=b"v20250225-1-161802030",
    prompt_results=filters.PROMPT_RESULTS,
    completion_results=filters.COMPLETION_RESULTS,
    refusals=True,
    usage_details=True,
    unversioned_model=False,
)
"""One plain chat is recorded, without most of its headers; its streams are taken to be as before."""
_2025_07 = Profile(
    month="2025-07",
    model_session=b"d004-20250815200304",
    piece_results=filters.SEVERITIES,
    newer_piece_results=filters.SEVERITIES,
    response_penalties=False,
    response_completion=False,
)
_2026_01 = structs.replace(
    _2025_07, month="2026-01", model_session=b"d20260112183204-3f1c2a9be770", response_completion=True
)
_2026_03 = Profile(month="2026-03", pictures_apart=False, spill_over=True, limits="milliseconds")
_2026_04 = structs.replace(_2026_03, month="2026-04", limits_key=True, service_tier=True)
_2026_06 = structs.replace(_2026_04, month="2026-06", limits="seconds", served_model=True, checkpoints=True)
_2026_07 = structs.replace(_2026_06, month="2026-07", response_phases=True)
_2026_08 = structs.replace(
    _2026_07,
    month="2026-08",
    offer=True,
    tool_usage=True,
    response_cache_writes=True,
    unset_client_id=False,
    newer_piece_results=filters.PROTECTED_TEXT,
)
_2026_09 = structs.replace(_2026_08, month="2026-09", assistants=False)
_2026_10 = structs.replace(_2026_09, month="2026-10", cache_writes=True, routing=True)

PROFILES = {
    each.month: each
    for each in (
        _2024_02,
        _2025_03,
        _2025_07,
        _2026_01,
        _2026_03,
        _2026_04,
        _2026_06,
        _2026_07,
        _2026_08,
        _2026_09,
        _2026_10,
    )
}
"""By their first month, oldest first."""


@functools.lru_cache(maxsize=256)
def profile_of(month: str) -> Profile:
    """The profile in force in a month, ``2025-12``: the newest that begins no later.

    Raises:
        ValueError: for a month before the first.
    """
    found = [each for each in PROFILES.values() if each.month <= month]
    if not found:
        raise ValueError(f"nothing is known of {month}; the first profile is {next(iter(PROFILES))}")
    return found[-1]
