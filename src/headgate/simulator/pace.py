"""How long an answer takes: reading the prompt, the first token, the tokens after it, pictures and sound. Seeded."""

import math
import random

from headgate.simulator.answer import Answer
from headgate.simulator.settings import LatencySettings

_INSTANT = LatencySettings(first_token_seconds=0, between_tokens_seconds=0)
"""Times of nothing, however they are stretched."""


class Pace:
    """The latency of one deployment; while something is wrong, ``factors`` make all of it longer or shorter."""

    def __init__(self, settings: LatencySettings, *, seed: str) -> None:
        """Answers of one seed take the same times in the same order."""
        self.factors: list[float] = []
        self._settings = settings
        self._instant = settings == _INSTANT
        self._random = random.Random(seed)  # noqa: S311 (to be repeatable)

    def set(self, answer: Answer, *, token_by_token: bool) -> None:
        """Give an answer its times; cached tokens of the prompt cost none. Sketches come while a picture is drawn."""
        if self._instant:
            return
        settings = self._settings
        stretch = math.prod(self.factors)
        if settings.jitter:
            stretch *= 1 + settings.jitter * self._random.uniform(-1, 1)
        before = settings.first_token_seconds + self._reading_and_hearing(answer)
        between = settings.between_tokens_seconds if token_by_token else 0.0
        drawing = answer.pictures * settings.image_seconds
        if answer.pictures and answer.events is not None:
            before += drawing / (answer.pictures + answer.sketches)
            between = drawing / max(1, answer.usage.completion_tokens)
        else:
            before += drawing
        answer.first_token_seconds, answer.between_tokens_seconds = stretch * before, stretch * between

    def _reading_and_hearing(self, answer: Answer) -> float:
        usage, settings = answer.usage, self._settings
        seconds = answer.heard_seconds * settings.audio_factor
        if settings.prompt_tokens_per_second is not None:
            seconds += (usage.prompt_tokens - usage.cached_tokens) / settings.prompt_tokens_per_second
        return seconds
