"""A request for a response as it is read."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from headgate.simulator.apis.call import convert, read
from headgate.simulator.apis.limits import checked_metadata
from headgate.simulator.apis.parts import Part

LOGPROBS = "message.output_text.logprobs"
"""In ``include``: tell the probabilities of the text."""


class TextFormat(Struct):
    """The format under ``text``."""

    type: Literal["text", "json_object", "json_schema"] = "text"
    name: str | None = None
    schema: dict[str, Any] | None = None
    strict: bool | None = None


class TextOptions(Struct):
    """How the text must look."""

    format: TextFormat | None = None
    verbosity: str | None = None


class StreamOptions(Struct):
    """What a stream carries beside its text."""

    include_obfuscation: bool | None = None


class ReasoningOptions(Struct):
    """How to think."""

    effort: str | None = None
    summary: str | None = None


class ResponseAsk(Struct):
    """The members of a request for a response that mean something here."""

    input: str | list[dict[str, Any]] | None = None
    model: str = ""
    instructions: str | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    max_output_tokens: Annotated[int, Meta(ge=1)] | None = None
    tools: list[dict[str, Any]] | None = None
    tool_choice: str | dict[str, Any] | None = None
    text: TextOptions | None = None
    reasoning: ReasoningOptions | None = None
    include: list[str] | None = None
    previous_response_id: str | None = None
    store: bool | None = None
    background: bool | None = None
    metadata: dict[str, str] | None = None
    temperature: Annotated[float, Meta(ge=0, le=2)] | None = None
    top_p: Annotated[float, Meta(ge=0, le=1)] | None = None
    top_logprobs: Annotated[int, Meta(ge=0, le=20)] | None = None
    parallel_tool_calls: bool | None = None
    user: str | None = None
    generate: bool | None = None
    """Over a WebSocket ``false`` only prepares: what was given is remembered, and nothing is written."""

    @property
    def kept(self) -> bool:
        """Whether the response is kept: unless that is refused."""
        return self.store is not False

    @property
    def told_of_others(self) -> int | None:
        """Of how many other tokens the probability is told with each token; None: not even of the token."""
        return (self.top_logprobs or 0) if LOGPROBS in (self.include or ()) else None


class _Item(Struct):
    """What means something here of an item of the input."""

    type: str | None = None
    role: str | None = None
    content: str | list[Part] | None = None
    encrypted_content: str | None = None


class _Tool(Struct):
    """And of a tool."""

    type: str
    name: str | None = None
    parameters: dict[str, Any] | None = None
    vector_store_ids: list[str] | None = None
    max_num_results: int | None = None
    filters: dict[str, Any] | None = None


class _Inside(Struct):
    """The members that are looked into."""

    input: str | list[_Item] | None = None
    tools: list[_Tool] | None = None


_DECODER = msgspec.json.Decoder(ResponseAsk)


def read_ask(body: bytes) -> ResponseAsk:
    """The request; items and tools stay as they were given, but what is looked into is of its kind.

    Raises:
        AzureError: a 400 when it is none.
    """
    ask = read(body, _DECODER)
    if isinstance(ask.input, list) or ask.tools:
        convert({"input": ask.input, "tools": ask.tools}, _Inside)
    checked_metadata(ask.metadata)
    return ask
