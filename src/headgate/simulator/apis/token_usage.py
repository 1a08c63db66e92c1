"""The ``usage`` member of answers, in the shapes recorded in 2026."""

from typing import Any

from headgate.core.usage import Usage


def chat_usage_json(usage: Usage) -> bytes:
    """Of chat and text completions."""
    return (
        b'{"completion_tokens":%d,"completion_tokens_details":{"accepted_prediction_tokens":0,"audio_tokens":0,'
        b'"reasoning_tokens":%d,"rejected_prediction_tokens":0},"prompt_tokens":%d,"prompt_tokens_details":'
        b'{"audio_tokens":0,"cached_tokens":%d},"total_tokens":%d}'
    ) % (
        usage.completion_tokens,
        usage.reasoning_tokens,
        usage.prompt_tokens,
        usage.cached_tokens,
        usage.total_tokens,
    )


def responses_usage(usage: Usage) -> dict[str, Any]:
    """Of responses."""
    return {
        "input_tokens": usage.prompt_tokens,
        "input_tokens_details": {"cached_tokens": usage.cached_tokens},
        "output_tokens": usage.completion_tokens,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning_tokens},
        "total_tokens": usage.total_tokens,
    }
