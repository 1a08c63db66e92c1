"""Embeddings: the same text has the same vector, of length one, and similar texts lie near each other."""

import base64
import sys
from array import array
from functools import partial
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from headgate.core.usage import Usage
from headgate.simulator import catalog, errors, tokens
from headgate.simulator.answer import Answer, Prepared
from headgate.simulator.apis.call import Call, read
from headgate.simulator.text_vector import vector

_INPUTS_MAX = 2_048
"""Azure's limit on one request."""
_INPUT_TOKENS_MAX = 8_192
"""Of each of them (OpenAI, "Vector embeddings")."""
_OF_ONE_LENGTH = "text-embedding-ada"


class EmbeddingAsk(Struct):
    """The members of an embeddings request that mean something here."""

    input: str | list[str | int | list[int]]
    encoding_format: Literal["float", "base64"] | None = None
    dimensions: Annotated[int, Meta(ge=1, le=4096)] | None = None


_DECODER = msgspec.json.Decoder(EmbeddingAsk)


def prepare(call: Call) -> Prepared:
    """Read an embeddings request.

    Raises:
        AzureError: a 400 when it is not one.
    """
    ask = read(call.body, _DECODER)
    inputs = _inputs(ask.input)
    if not inputs or len(inputs) > _INPUTS_MAX:
        raise errors.invalid(f"'input' must have between 1 and {_INPUTS_MAX} items.", param="input")
    _check_dimensions(ask, call.settings.model)
    counts = [tokens.count(text) if isinstance(text, str) else len(text) for text in inputs]
    _check_lengths(ask, counts)
    prompt_tokens = sum(counts)
    return Prepared(
        compose=partial(_compose, call, ask, inputs, prompt_tokens),
        prompt_tokens=prompt_tokens,
        prompt_characters=sum(len(text) if isinstance(text, str) else 4 * len(text) for text in inputs),
        prompt_param="input",
        completion_tokens_max=0,
    )


def _check_dimensions(ask: EmbeddingAsk, model: str) -> None:
    """Only the first of these has been reported in its words (2024 and 2025)."""
    if ask.dimensions is None:
        return
    if model.startswith(_OF_ONE_LENGTH):
        raise errors.invalid("This model does not support specifying dimensions.")
    if ask.dimensions > (most := catalog.embedding_dimensions(model)):
        message = f"Invalid value for 'dimensions': this model has at most {most}."
        raise errors.invalid(message, param="dimensions", code="invalid_value")


def _check_lengths(ask: EmbeddingAsk, counts: list[int]) -> None:
    """One that is empty or too long refuses all of them (reported in 2026)."""
    if 0 in counts:
        raise errors.invalid("input cannot be an empty string", param="input")
    longest = max(counts)
    if longest > _INPUT_TOKENS_MAX:
        place = f"input[{counts.index(longest)}]" if isinstance(ask.input, list) else "input"
        raise errors.invalid(f"Invalid '{place}': maximum input length is {_INPUT_TOKENS_MAX} tokens.", param=place)


def _inputs(given: str | list[str | int | list[int]]) -> list[str | list[int]]:
    """The texts or token lists to embed; bare tokens are one text."""
    if isinstance(given, str):
        return [given]
    bare = [item for item in given if isinstance(item, int)]
    return [bare] if bare else [item for item in given if not isinstance(item, int)]


def _compose(call: Call, ask: EmbeddingAsk, inputs: list[str | list[int]], prompt_tokens: int, _cached: int) -> Answer:
    dimensions = ask.dimensions or catalog.embedding_dimensions(call.settings.model)
    data: list[dict[str, Any]] = []
    for index, text in enumerate(inputs):
        found = vector(text if isinstance(text, str) else " ".join(map(str, text)), dimensions)
        embedding = _base64(found) if ask.encoding_format == "base64" else list(found)
        data.append({"object": "embedding", "index": index, "embedding": embedding})
    body = {
        "object": "list",
        "data": data,
        "model": call.settings.model,
        "usage": {"prompt_tokens": prompt_tokens, "total_tokens": prompt_tokens},
    }
    pretty = msgspec.json.format(msgspec.json.encode(body), indent=2) + b"\n"
    return Answer(body=pretty, usage=Usage(prompt_tokens=prompt_tokens))


def _base64(values: "array[float]") -> str:
    """Little-endian 32-bit floats, as recorded."""
    if sys.byteorder == "big":
        values.byteswap()
    return base64.b64encode(values.tobytes()).decode()
