"""The limits of one use case: a hold before an exchange is sent, settled exactly once when it ends.

The hold takes one request, one place, and the tokens the exchange may cost: its prompt by estimate and the most it
lets the model write. Where a caller sets no such maximum, what the use case's exchanges have lately written stands in
for it, as far as there is room. Settling replaces the tokens held by those used, in the second in which they were held.
"""

from typing import Final

from headgate.admission.settings import LimitSettings
from headgate.admission.window import MinuteWindow, seconds_until_room
from headgate.core.refusal import Refusal

_WRITTEN_WEIGHT: Final = 0.05
"""Of the newest exchange in the moving average of completion tokens: some 20 exchanges of memory."""


class Hold:
    """What an exchange has reserved; settled exactly once."""

    __slots__ = ("second", "settled", "tokens")

    def __init__(self, second: int, tokens: int) -> None:
        """Reserve so many tokens in a second (monotonic, whole)."""
        self.second = second
        self.tokens = tokens
        self.settled = False


class Limiter:
    """Counts what one use case takes, and refuses what would go over.

    Lives as long as the worker: a reload changes its ``limits`` and forgets nothing.
    """

    __slots__ = ("_completion_average", "_window", "in_flight", "limits", "use_case")

    def __init__(self, use_case: str, limits: LimitSettings) -> None:
        """Begin with nothing taken."""
        self.use_case = use_case
        self.limits = limits
        self.in_flight = 0
        self._window = MinuteWindow()
        self._completion_average = 0.0

    def take(self, now: float, *, prompt_tokens: int, completion_tokens_max: int) -> Hold | Refusal:
        """Reserve what an exchange may cost, or say why not. ``now`` is monotonic seconds."""
        limits = self.limits
        second = int(now)
        concurrent = limits.concurrent
        if concurrent is not None and self.in_flight >= concurrent:
            return self._refuse_concurrency(second)
        window = self._window
        window.advance(second)
        requests_per_minute = limits.requests_per_minute
        if requests_per_minute is not None and window.requests >= requests_per_minute:
            return self._refuse_requests(second, now)
        tokens = prompt_tokens + completion_tokens_max
        tokens_per_minute = limits.tokens_per_minute
        if tokens_per_minute is not None:
            room = tokens_per_minute - window.tokens
            if tokens > room:
                return self._refuse_tokens(second, now, tokens)
            if not completion_tokens_max:
                tokens = min(tokens + int(self._completion_average), room)
        window.add(second, 1, tokens)
        self.in_flight += 1
        return Hold(second, tokens)

    def settle(self, hold: Hold, now: float, *, tokens: int, completion_tokens: int) -> None:
        """Give back the place and replace the tokens held by the tokens used."""
        assert not hold.settled, "a hold is settled exactly once"
        hold.settled = True
        self.in_flight -= 1
        self._completion_average += _WRITTEN_WEIGHT * (completion_tokens - self._completion_average)
        self._window.advance(int(now))
        self._window.add(hold.second, 0, tokens - hold.tokens)

    def rate_limit_headers(self, second: int) -> tuple[tuple[bytes, bytes], ...]:
        """``x-ratelimit-*`` of this use case, reset in whole seconds (Azure's unit since June 2026, recorded)."""
        window = self._window
        window.advance(second)
        headers: list[tuple[bytes, bytes]] = []
        for name, limit, total, slots in (
            (b"requests", self.limits.requests_per_minute, window.requests, window.request_slots),
            (b"tokens", self.limits.tokens_per_minute, window.tokens, window.token_slots),
        ):
            if limit is not None:
                headers.append((b"x-ratelimit-limit-" + name, b"%d" % limit))
                headers.append((b"x-ratelimit-remaining-" + name, b"%d" % max(0, limit - total)))
                reset = seconds_until_room(slots, total, second, 0)
                headers.append((b"x-ratelimit-reset-" + name, b"%d" % reset))
        return tuple(headers)

    def _refuse_concurrency(self, second: int) -> Refusal:
        message = (
            f"The use case '{self.use_case}' already has its {self.limits.concurrent} concurrent requests in flight. "
            "Please retry after 1 second."
        )
        return self._refuse(second, "concurrency_limit_reached", message, 1.0)

    def _refuse_requests(self, second: int, now: float) -> Refusal:
        limit = self.limits.requests_per_minute
        assert limit is not None
        window = self._window
        wait = second + seconds_until_room(window.request_slots, window.requests, second, limit - 1) - now
        message = (
            f"The use case '{self.use_case}' has exceeded its limit of {limit} requests per minute. "
            f"Please retry after {_whole_seconds(wait)} seconds."
        )
        return self._refuse(second, "request_rate_limit_reached", message, wait)

    def _refuse_tokens(self, second: int, now: float, tokens: int) -> Refusal:
        limit = self.limits.tokens_per_minute
        assert limit is not None
        if tokens > limit:
            message = (
                f"This request may cost {tokens} tokens (its prompt and the most it lets the model write), more than "
                f"the {limit} tokens per minute of the use case '{self.use_case}': it can never be admitted. "
                "Shorten it or lower its maximum of completion tokens."
            )
            headers = ((b"x-should-retry", b"false"), *self.rate_limit_headers(second))
            return Refusal(429, "request_exceeds_token_limit", message, type="tokens", headers=headers)
        window = self._window
        wait = second + seconds_until_room(window.token_slots, window.tokens, second, limit - tokens) - now
        message = (
            f"The use case '{self.use_case}' has exceeded its limit of {limit} tokens per minute. "
            f"Please retry after {_whole_seconds(wait)} seconds."
        )
        return self._refuse(second, "token_rate_limit_reached", message, wait, kind="tokens")

    def _refuse(self, second: int, code: str, message: str, wait: float, kind: str = "requests") -> Refusal:
        return Refusal(
            429,
            code,
            message,
            type=kind,
            retry_after_seconds=max(wait, 0.001),
            headers=self.rate_limit_headers(second),
        )


def _whole_seconds(wait: float) -> int:
    return max(1, -int(-wait // 1))
