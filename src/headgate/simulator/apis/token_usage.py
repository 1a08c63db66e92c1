"""The ``usage`` member of answers, in the shapes recorded in 2026."""

from typing import Any

from headgate.core.usage import Usage
from headgate.simulator.apis.prediction import UNPREDICTED, Predicted
from headgate.simulator.profiles import DEFAULT, Profile, profile_of

USUAL = profile_of(DEFAULT)


def chat_usage_json(
    usage: Usage, profile: Profile = USUAL, *, by_kind: bool = False, predicted: Predicted = UNPREDICTED
) -> bytes:
    """Of chat and text completions; ``by_kind`` tells text and pictures apart, as models that speak do."""
    if not profile.usage_details:
        return b'{"completion_tokens":%d,"prompt_tokens":%d,"total_tokens":%d}' % (
            usage.completion_tokens,
            usage.prompt_tokens,
            usage.total_tokens,
        )
    return (
        b'{"completion_tokens":%d,"completion_tokens_details":{"accepted_prediction_tokens":%d,"audio_tokens":%d,'
        b'"reasoning_tokens":%d,"rejected_prediction_tokens":%d%b},"prompt_tokens":%d,"prompt_tokens_details":'
        b'{"audio_tokens":%d,%b"cached_tokens":%d%b},"total_tokens":%d}'
    ) % (
        usage.completion_tokens,
        predicted.accepted,
        usage.audio_completion_tokens,
        usage.reasoning_tokens,
        predicted.rejected,
        b',"text_tokens":%d' % (usage.completion_tokens - usage.audio_completion_tokens) if by_kind else b"",
        usage.prompt_tokens,
        usage.audio_prompt_tokens,
        b'"cache_write_tokens":0,' if profile.cache_writes else b"",
        usage.cached_tokens,
        _other_kinds(usage) if by_kind else b"",
        usage.total_tokens,
    )


def _other_kinds(usage: Usage) -> bytes:
    text = usage.prompt_tokens - usage.audio_prompt_tokens - usage.image_prompt_tokens
    return b',"image_tokens":%d,"text_tokens":%d' % (usage.image_prompt_tokens, text)


def responses_usage(usage: Usage, profile: Profile = USUAL) -> dict[str, Any]:
    """Of responses."""
    written = {"cache_write_tokens": 0} if profile.response_cache_writes else {}
    return {
        "input_tokens": usage.prompt_tokens,
        "input_tokens_details": {**written, "cached_tokens": usage.cached_tokens},
        "output_tokens": usage.completion_tokens,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning_tokens},
        "total_tokens": usage.total_tokens,
    }
