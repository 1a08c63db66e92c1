"""What the payload of one event of a stream is read into, of every API at once."""

from typing import Any

from msgspec import Struct


class StreamChoice(Struct, gc=False):
    """One choice of a chat or text completion chunk."""

    delta: Any = None
    text: Any = None


class StreamItem(Struct, gc=False):
    """An output item of a response: of a function call, its name."""

    name: Any = None


class StreamResponse(Struct, gc=False):
    """The response object that lifecycle events of the Responses API repeat whole."""

    model: Any = None
    service_tier: Any = None
    usage: Any = None
    tool_usage: Any = None
    error: Any = None


class StreamEvent(Struct, gc=False):
    """The payload of one event; the members are Any because backends put null and worse into all of them."""

    type: Any = None
    model: Any = None
    service_tier: Any = None
    usage: Any = None
    choices: list[StreamChoice] | None = None
    error: Any = None
    code: Any = None
    delta: Any = None
    item: StreamItem | None = None
    response: StreamResponse | None = None
