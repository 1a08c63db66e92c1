import json

from headgate.core.usage import Usage
from headgate.simulator.apis.token_usage import chat_usage_json, responses_usage

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
