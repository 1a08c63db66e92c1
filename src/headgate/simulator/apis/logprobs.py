"""Log probabilities of tokens: invented, the same for the same text, and together never more than certain."""

import math
import zlib
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import msgspec

from headgate.simulator.text import WORDS


def of_tokens(tokens: Sequence[str], others: int) -> bytes:
    """The member ``logprobs`` of a choice, as JSON; ``others`` is ``top_logprobs``."""
    content = [_of_token(token, others) for token in tokens]
    return msgspec.json.encode({"content": content, "refusal": None})


def of_each(tokens: Sequence[str]) -> list[dict[str, Any]]:
    """What transcriptions tell of each token (names in OpenAI's order, recorded in 2026)."""
    told = (_of_token(token, 0) for token in tokens)
    return [{name: each[name] for name in ("token", "logprob", "bytes")} for each in told]


def of_response(tokens: Sequence[str], others: int) -> list[dict[str, Any]]:
    """The member ``logprobs`` of the text of a response (recorded in April 2026: as chat has it)."""
    return [_of_token(token, others) for token in tokens]


def of_completion(tokens: Sequence[str], others: int, *, before: int = 0) -> dict[str, Any]:
    """The member ``logprobs`` of a text completion, which begins so many characters after its prompt's beginning."""
    told = [_of_token(token, others) for token in tokens]
    lengths = [len(token) for token in tokens]
    return {
        "text_offset": [before + offset for offset in accumulate([0, *lengths[:-1]])] if lengths else [],
        "token_logprobs": [each["logprob"] for each in told],
        "tokens": list(tokens),
        "top_logprobs": [{top["token"]: top["logprob"] for top in each["top_logprobs"]} for each in told],
    }


def _of_token(token: str, others: int) -> dict[str, Any]:
    """The token has more than half of the probability; half of the rest goes to the next, and so on."""
    drawn = zlib.crc32(token.encode(errors="replace"))
    likely = 0.55 + 0.44 * (drawn % 1_000) / 1_000
    top = [_entry(token, likely)] if others else []
    rest = 1 - likely
    space = " " if token.startswith(" ") else ""
    for rank in range(1, others):
        rest /= 2
        top.append(_entry(space + _other(drawn, rank, token), rest))
    return {**_entry(token, likely), "top_logprobs": top}


def _other(drawn: int, rank: int, token: str) -> str:
    word = WORDS[(drawn + rank) % len(WORDS)]
    return word.capitalize() if word == token.strip() else word


def _entry(token: str, probability: float) -> dict[str, Any]:
    """Names sorted, as in all of chat."""
    return {
        "bytes": list(token.encode(errors="replace")),
        "logprob": round(math.log(probability), 8),
        "token": token,
    }
