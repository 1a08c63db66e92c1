"""What a request's body is read into.

What msgspec decodes into is declared beside the code that reads it, in modules of its own: these structs are msgspec's,
and stay what they are when that code is compiled.
"""

from msgspec import Raw, Struct


class StreamOptions(Struct):
    """The one stream option that matters here."""

    include_usage: bool | None = None


class RequestBody(Struct):
    """What a body asks for; fields of all APIs together, each absent where its API has none."""

    model: str | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    max_tokens: int | None = None
    max_completion_tokens: int | None = None
    max_output_tokens: int | None = None
    n: int | None = None
    input: Raw = Raw()
    """Only measured: the text of embeddings, responses and speech. (msgspec knows no ``Raw | None``.)"""
