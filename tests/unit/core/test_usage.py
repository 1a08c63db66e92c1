from headgate.core.usage import Usage


def test_limits_count_prompt_and_completion_together() -> None:
    assert Usage(prompt_tokens=1204, completion_tokens=87).total_tokens == 1291


def test_parts_are_inside_their_whole_and_not_counted_twice() -> None:
    usage = Usage(prompt_tokens=1204, cached_tokens=1024, completion_tokens=87, reasoning_tokens=64)

    assert usage.total_tokens == 1291
