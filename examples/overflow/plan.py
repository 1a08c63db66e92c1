"""The load: calm, a spike, calm again; the same seeded calls for everybody who takes part."""

import json
import random
from collections.abc import Iterator
from typing import NamedTuple

PHASES = ((15, 0.5), (60, 4.0), (15, 0.5))
"""Seconds, and the load as a share of what the provisioned deployment carries."""
SECONDS = sum(seconds for seconds, _ in PHASES)

TOKENS_PER_PTU = 2_500
OUTPUT_WEIGHT = 4
"""Of gpt-4o: input tokens a minute that one PTU carries, and how many of them an output token weighs (Microsoft Learn,
"Provisioned throughput unit costs and billing", 2026)."""

_PROMPT_WORDS = (600, 1_400)
_COMPLETION_TOKENS = (100, 300)
_WORDS = ["water", "gate", "river", "level", "field", "canal", "lock", "stone", "bank", "dam", "flow", "rain", "spring"]
_MEAN_COST = sum(_PROMPT_WORDS) / 2 + OUTPUT_WEIGHT * sum(_COMPLETION_TOKENS) / 2


class Call(NamedTuple):
    """One request for a chat."""

    at: float
    """Seconds from the start."""
    body: bytes


def draw_calls(ptu: int, *, faster: float, seed: int) -> list[Call]:
    """The calls in the order in which they are sent.

    They come as from callers who do not know of each other, without waiting for answers. Prompts have 600 to 1,400
    words and share no beginning, so that no prompt cache helps; answers have 100 to 300 tokens. ``faster`` is how many
    of the plan's seconds pass in one.
    """
    draws = random.Random(seed)
    per_second = ptu * TOKENS_PER_PTU / 60 / _MEAN_COST
    return [Call(at / faster, _body(draws)) for at in _arrivals(draws, per_second)]


def _arrivals(draws: random.Random, per_second: float) -> Iterator[float]:
    at, until = 0.0, 0.0
    for seconds, share in PHASES:
        at, until = until, until + seconds
        while (at := at + draws.expovariate(per_second * share)) < until:
            yield at


def _body(draws: random.Random) -> bytes:
    prompt = " ".join(draws.choices(_WORDS, k=draws.randint(*_PROMPT_WORDS)))
    asked = {
        "messages": [{"role": "user", "content": f"Sum up for the keeper: {prompt}"}],
        "max_tokens": draws.randint(*_COMPLETION_TOKENS),
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    return json.dumps(asked).encode()
