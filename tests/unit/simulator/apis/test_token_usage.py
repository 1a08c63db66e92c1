import json

from headgate.core.usage import Usage
from headgate.simulator.apis.token_usage import chat_usage_json, responses_usage
from headgate.simulator.profiles import profile_of

USAGE = Usage(prompt_tokens=12, cached_tokens=2, completion_tokens=24, reasoning_tokens=5)


def test_chat_usage_has_the_recorded_shape() -> None:
    assert json.loads(chat_usage_json(USAGE)) == {
        "completion_tokens": 24,
        "completion_tokens_details": {
            "accepted_prediction_tokens": 0,
            "audio_tokens": 0,
            "reasoning_tokens": 5,
            "rejected_prediction_tokens": 0,
        },
        "prompt_tokens": 12,
        "prompt_tokens_details": {"audio_tokens": 0, "cached_tokens": 2},
        "total_tokens": 36,
    }


def test_the_usage_of_responses_has_other_names() -> None:
    assert responses_usage(USAGE) == {
        "input_tokens": 12,
        "input_tokens_details": {"cached_tokens": 2},
        "output_tokens": 24,
        "output_tokens_details": {"reasoning_tokens": 5},
        "total_tokens": 36,
    }


def test_models_that_speak_tell_every_kind() -> None:
    """OpenAI, recorded in June 2026."""
    spoken = Usage(prompt_tokens=28, audio_prompt_tokens=17, completion_tokens=125, audio_completion_tokens=93)
    told = json.loads(chat_usage_json(spoken, by_kind=True))

    assert told["prompt_tokens_details"] == {
        "audio_tokens": 17,
        "cached_tokens": 0,
        "image_tokens": 0,
        "text_tokens": 11,
    }
    assert told["completion_tokens_details"]["text_tokens"] == 32
    assert list(told["completion_tokens_details"]) == sorted(told["completion_tokens_details"])


def test_responses_told_what_was_written_to_the_cache_before_chat_did() -> None:
    usage = Usage(prompt_tokens=3, completion_tokens=2)
    august, october = profile_of("2026-08"), profile_of("2026-10")

    assert "cache_write_tokens" in responses_usage(usage, august)["input_tokens_details"]
    assert b"cache_write_tokens" not in chat_usage_json(usage, august)
    assert b"cache_write_tokens" in chat_usage_json(usage, october)
