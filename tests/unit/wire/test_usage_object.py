from typing import Any

import msgspec
import pytest

from headgate.core.usage import Usage
from headgate.wire.usage_object import mended_number, mended_usage, usage_of
from headgate.wire.usage_shape import COUNT_MAX, UsageObject

RECORDED = (
    b'{"completion_tokens":24,"completion_tokens_details":{"accepted_prediction_tokens":0,"audio_tokens":0,'
    b'"reasoning_tokens":8,"rejected_prediction_tokens":0},"prompt_tokens":12,"prompt_tokens_details":'
    b'{"audio_tokens":0,"cached_tokens":4},"total_tokens":36}'
)


def test_the_fast_way_and_the_mending_way_agree_on_what_needs_no_mending() -> None:
    fast = msgspec.json.decode(RECORDED, type=UsageObject)
    mended = mended_usage(msgspec.json.decode(RECORDED))
    assert mended == fast
    assert usage_of(fast) == Usage(prompt_tokens=12, cached_tokens=4, completion_tokens=24, reasoning_tokens=8)


def test_pictures_given_out_are_image_tokens_unless_the_details_say_otherwise() -> None:
    plain = {"input_tokens": 5, "output_tokens": 100}
    detailed = {**plain, "output_tokens_details": {"text_tokens": 30, "image_tokens": 70}}
    for found, images in ((plain, 100), (detailed, 70)):
        usage = usage_of(msgspec.convert(found, UsageObject), all_images=True)
        assert usage == Usage(prompt_tokens=5, completion_tokens=100, image_completion_tokens=images)
    assert usage_of(msgspec.convert(plain, UsageObject)) == Usage(prompt_tokens=5, completion_tokens=100)


def test_parts_never_exceed_their_whole() -> None:
    much = {"cached_tokens": 9, "cache_write_tokens": 9, "audio_tokens": 9, "image_tokens": 9, "reasoning_tokens": 9}
    found = {"input_tokens": 2, "output_tokens": 3, "input_tokens_details": much, "output_tokens_details": much}
    assert usage_of(msgspec.convert(found, UsageObject)) == Usage(2, 2, 2, 3, 3, 2, 3, 2, 3)


def test_reasoning_is_added_only_when_the_total_says_that_it_stands_beside_the_completion() -> None:
    inside = UsageObject(prompt_tokens=5, completion_tokens=90, total_tokens=95, reasoning_tokens=60)
    beside = UsageObject(prompt_tokens=5, completion_tokens=90, total_tokens=155, reasoning_tokens=60)
    assert usage_of(inside) == Usage(prompt_tokens=5, completion_tokens=90, reasoning_tokens=60)
    assert usage_of(beside) == Usage(prompt_tokens=5, completion_tokens=150, reasoning_tokens=60)


@pytest.mark.parametrize("value", [None, 5, "x", []])
def test_what_is_no_object_cannot_be_mended(value: Any) -> None:
    assert mended_usage(value) is None


@pytest.mark.parametrize("value", [True, None, "7", -1, -0.5, COUNT_MAX + 1, float("nan"), float("inf"), float("-inf")])
def test_numbers_that_cannot_be_believed_are_none(value: Any) -> None:
    assert mended_number(value) is None
