from headgate.simulator.prompt_cache import PromptCache

LONG = "All the rules of this house. " * 400
TOKENS = 3_000


def test_a_prompt_seen_before_is_cached_in_steps_of_128() -> None:
    cache = PromptCache()

    assert cache.cached_tokens(LONG, TOKENS) == 0
    cache.remember(LONG, TOKENS)
    assert cache.cached_tokens(LONG, TOKENS) == TOKENS // 128 * 128


def test_only_what_prompts_begin_with_alike_is_cached() -> None:
    cache = PromptCache()
    cache.remember(LONG + "one" * 1000, 2 * TOKENS)

    cached = cache.cached_tokens(LONG + "two" * 1000, 2 * TOKENS)

    assert 1_024 <= cached < 2 * TOKENS
    assert cached % 128 == 0


def test_short_prompts_are_not_cached() -> None:
    cache = PromptCache()

    cache.remember("Hello", 1_023)

    assert cache.cached_tokens("Hello", 1_023) == 0


def test_other_beginnings_share_nothing() -> None:
    cache = PromptCache()
    cache.remember(LONG, TOKENS)

    assert cache.cached_tokens("x" + LONG, TOKENS) == 0


def test_only_the_latest_prompts_are_remembered() -> None:
    cache = PromptCache()
    cache.remember(LONG, TOKENS)
    for number in range(64):
        cache.remember(f"{number} {LONG}", TOKENS)

    assert cache.cached_tokens(LONG, TOKENS) == 0


def test_a_prompt_without_text_is_not_cached() -> None:
    cache = PromptCache()
    cache.remember("", TOKENS)

    assert cache.cached_tokens("", TOKENS) == 0
