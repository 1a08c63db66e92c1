import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from headgate.admission.limiter import Hold, Limiter
from headgate.admission.settings import LimitSettings
from headgate.core.refusal import Refusal


def limiter(**limits: int) -> Limiter:
    return Limiter("bot", LimitSettings(**limits))


def take(limits: Limiter, now: float = 0.0, prompt: int = 10, most: int = 0) -> Hold | Refusal:
    return limits.take(now, prompt_tokens=prompt, completion_tokens_max=most)


def hold(limits: Limiter, now: float = 0.0, prompt: int = 10, most: int = 0) -> Hold:
    taken = take(limits, now, prompt, most)
    assert isinstance(taken, Hold)
    return taken


def refusal(limits: Limiter, now: float = 0.0, prompt: int = 10, most: int = 0) -> Refusal:
    refused = take(limits, now, prompt, most)
    assert isinstance(refused, Refusal)
    return refused


def test_without_limits_everything_is_admitted() -> None:
    limits = limiter()
    for _ in range(1_000):
        hold(limits, most=10**9)


def test_requests_are_limited_in_any_minute() -> None:
    limits = limiter(requests_per_minute=2)
    hold(limits, 0.5)
    hold(limits, 30.2)
    refused = refusal(limits, 59.9)
    assert (refused.status, refused.code) == (429, "request_rate_limit_reached")
    assert refused.retry_after_seconds == pytest.approx(0.1)
    hold(limits, 60.0)
    assert refusal(limits, 60.0).retry_after_seconds == pytest.approx(30.0)


def test_a_refused_request_takes_nothing() -> None:
    limits = limiter(requests_per_minute=1, tokens_per_minute=100)
    hold(limits)
    refusal(limits)

    assert limits.in_flight == 1
    assert dict(refusal(limits).headers)[b"x-ratelimit-remaining-tokens"] == b"90"


def test_tokens_are_held_by_their_most() -> None:
    limits = limiter(tokens_per_minute=100)
    first = hold(limits, prompt=10, most=50)
    refused = refusal(limits, prompt=10, most=50)
    assert (refused.code, refused.type) == ("token_rate_limit_reached", "tokens")
    assert refused.retry_after_seconds == pytest.approx(60.0)
    limits.settle(first, 1.0, tokens=15, completion_tokens=5)

    hold(limits, 1.0, prompt=10, most=50)


def test_what_was_used_counts_until_the_minute_is_over() -> None:
    limits = limiter(tokens_per_minute=100)
    limits.settle(hold(limits, 0.0, prompt=10, most=50), 5.0, tokens=90, completion_tokens=80)
    assert isinstance(take(limits, 59.0, prompt=11), Refusal)
    hold(limits, 60.0, prompt=11)


def test_a_request_past_the_whole_limit_is_told_not_to_come_back() -> None:
    refused = refusal(limiter(tokens_per_minute=100), prompt=50, most=51)

    assert (refused.code, refused.retry_after_seconds) == ("request_exceeds_token_limit", None)
    assert (b"x-should-retry", b"false") in refused.headers


def test_where_no_most_is_given_what_was_lately_written_is_held() -> None:
    limits = limiter(tokens_per_minute=1_000)
    for second in range(0, 6_000, 60):
        limits.settle(hold(limits, second), second, tokens=210, completion_tokens=200)

    assert hold(limits, 6_000.0, prompt=10).tokens == pytest.approx(210, abs=5)


def test_what_was_lately_written_never_keeps_out_what_would_fit() -> None:
    limits = limiter(tokens_per_minute=250)
    for second in range(0, 6_000, 60):
        limits.settle(hold(limits, second), second, tokens=210, completion_tokens=200)

    hold(limits, 6_000.0, prompt=10)
    assert hold(limits, 6_000.0, prompt=20).tokens >= 20


def test_places_are_limited_and_given_back() -> None:
    limits = limiter(concurrent=1)
    first = hold(limits)
    refused = refusal(limits)
    assert (refused.code, refused.retry_after_seconds) == ("concurrency_limit_reached", 1.0)
    limits.settle(first, 0.0, tokens=0, completion_tokens=0)
    hold(limits)


def test_a_hold_is_settled_once() -> None:
    limits = limiter()
    once = hold(limits)
    limits.settle(once, 0.0, tokens=1, completion_tokens=1)
    with pytest.raises(AssertionError):
        limits.settle(once, 0.0, tokens=1, completion_tokens=1)


def test_a_reload_changes_the_limits_and_forgets_nothing() -> None:
    limits = limiter(requests_per_minute=5)
    for _ in range(3):
        hold(limits)
    limits.limits = LimitSettings(requests_per_minute=2)
    refusal(limits)
    limits.limits = LimitSettings(requests_per_minute=4)
    hold(limits)
    refusal(limits)


def test_the_caller_is_told_how_it_stands() -> None:
    limits = limiter(requests_per_minute=3, tokens_per_minute=100)
    hold(limits, 10.0, prompt=10, most=30)

    assert dict(limits.rate_limit_headers(15)) == {
        b"x-ratelimit-limit-requests": b"3",
        b"x-ratelimit-remaining-requests": b"2",
        b"x-ratelimit-reset-requests": b"55",
        b"x-ratelimit-limit-tokens": b"100",
        b"x-ratelimit-remaining-tokens": b"60",
        b"x-ratelimit-reset-tokens": b"55",
    }
    assert limiter().rate_limit_headers(0) == ()


def test_what_remains_is_never_negative() -> None:
    limits = limiter(tokens_per_minute=100)
    limits.settle(hold(limits), 0.0, tokens=500, completion_tokens=490)

    assert dict(limits.rate_limit_headers(0))[b"x-ratelimit-remaining-tokens"] == b"0"


@given(st.lists(st.tuples(st.floats(0, 40), st.integers(1, 40), st.integers(0, 60)), max_size=60))
def test_a_caller_that_waits_as_told_is_admitted(asked: list[tuple[float, int, int]]) -> None:
    limits = limiter(requests_per_minute=5, tokens_per_minute=100)
    now = 0.0
    for pause, prompt, most in asked:
        now += pause
        refused = take(limits, now, prompt, most)
        if isinstance(refused, Refusal) and refused.retry_after_seconds is not None:
            now += refused.retry_after_seconds + 1e-6
            again = take(limits, now, prompt, most)
            assert isinstance(again, Hold) or again.code != refused.code


class AnyCourse(RuleBasedStateMachine):
    """Exchanges that begin, end and are refused at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.limits = limiter(requests_per_minute=4, tokens_per_minute=100, concurrent=3)
        self.second = 0
        self.open: list[tuple[Hold, int]] = []
        self.begun: list[int] = []
        self.tokens: list[list[int]] = []

    @rule(seconds=st.integers(0, 70))
    def time_passes(self, seconds: int) -> None:
        self.second += seconds

    @rule(prompt=st.integers(1, 40), most=st.integers(0, 80))
    def one_begins(self, prompt: int, most: int) -> None:
        taken = take(self.limits, float(self.second), prompt, most)
        if isinstance(taken, Hold):
            self.open.append((taken, len(self.tokens)))
            self.begun.append(self.second)
            self.tokens.append([self.second, taken.tokens])

    @rule(used=st.integers(0, 40), data=st.data())
    def one_ends(self, used: int, data: st.DataObject) -> None:
        if self.open:
            taken, number = self.open.pop(data.draw(st.integers(0, len(self.open) - 1)))
            used = min(used, taken.tokens)
            self.limits.settle(taken, float(self.second), tokens=used, completion_tokens=0)
            self.tokens[number][1] = used

    @invariant()
    def no_minute_has_more_than_the_limit(self) -> None:
        recent = [when for when in self.begun if self.second - when < 60]
        assert len(recent) <= 4
        assert sum(tokens for when, tokens in self.tokens if self.second - when < 60) <= 100
        assert len(self.open) == self.limits.in_flight <= 3


TestAnyCourse = AnyCourse.TestCase
