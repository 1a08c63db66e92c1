"""What a model writes for a request: text, a JSON value, or a tool call, cut into tokens."""

import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct

from headgate.simulator import schema_values, text, tokens

TOKENS_MAX = 32_768
"""The longest answer, whatever the caller's maximum: that of the largest models."""

Finish = Literal["stop", "length", "tool_calls", "function_call", "content_filter"]


class Written(Struct, frozen=True):
    """A finished piece of writing."""

    tokens: list[str]
    finish: Finish
    tool: str = ""
    """The function's name, when this is the arguments of a tool call."""
    as_function: bool = False
    """The call is told as ``function_call``, as before there were tools."""
    beside: "tuple[Written, ...]" = ()
    """Further tool calls of the same answer."""

    @property
    def text(self) -> str:
        """The whole."""
        return "".join(self.tokens)

    @property
    def parts(self) -> "tuple[Written, ...]":
        """The whole answer: one text or one call, and the calls beside it."""
        return (self, *self.beside)

    @property
    def token_count(self) -> int:
        """Tokens of all parts."""
        return len(self.tokens) + (sum(len(part.tokens) for part in self.beside) if self.beside else 0)


def seed_of(prompt: str | bytes) -> int:
    """The seed of a prompt: the same prompt gets the same text, streamed or not, whatever else is asked for."""
    return zlib.crc32(prompt.encode(errors="replace") if isinstance(prompt, str) else prompt)


def write_text(seed: int, *, tokens_max: int | None, stop: Sequence[str]) -> Written:
    """A text of natural length, or of exactly the caller's maximum; cut before the first stop sequence."""
    if tokens_max is None:
        written = Written(tokens=text.natural(seed), finish="stop")
    else:
        written = Written(tokens=text.of_length(seed, min(tokens_max, TOKENS_MAX)), finish="length")
    return _stopped(written, stop) if stop else written


def write_out(wanted: str, *, tokens_max: int | None, stop: Sequence[str]) -> Written:
    """A text that is known already; cut off at the caller's maximum, or before the first stop sequence."""
    written = _limited(wanted, tokens_max, finish="stop")
    return _stopped(written, stop) if stop else written


def write_json(schema: Mapping[str, Any] | None, seed: int, *, tokens_max: int | None) -> Written:
    """A JSON value that fits a schema; without one, some object."""
    value = schema_values.value_for(schema, seed) if schema else {"answer": "".join(text.natural(seed))}
    return _limited(_encode(value), tokens_max, finish="stop")


def write_call(name: str, parameters: Mapping[str, Any], seed: int, *, tokens_max: int | None) -> Written:
    """The arguments of a call of a function with these parameters."""
    arguments = schema_values.value_for({"type": "object", **parameters}, seed)
    return _limited(_encode(arguments), tokens_max, finish="tool_calls", tool=name)


def _encode(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    return msgspec.json.encode(value).decode()


def _limited(written: str, tokens_max: int | None, *, finish: Finish, tool: str = "") -> Written:
    pieces = tokens.split(written)
    if tokens_max is not None and len(pieces) > tokens_max:
        return Written(tokens=pieces[:tokens_max], finish="length", tool=tool)
    return Written(tokens=pieces, finish=finish, tool=tool)


def _stopped(written: Written, stop: Sequence[str]) -> Written:
    whole = written.text
    ends = [position for sequence in stop if sequence and (position := whole.find(sequence)) >= 0]
    if not ends:
        return written
    return Written(tokens=tokens.split(whole[: min(ends)]), finish="stop")


def filtered(written: Written, after: int | None) -> Written:
    """What is left of a piece of writing that the content filter stops after so many tokens; None stops nothing."""
    if after is None or written.tool:
        return written
    return Written(tokens=written.tokens[:after], finish="content_filter")
