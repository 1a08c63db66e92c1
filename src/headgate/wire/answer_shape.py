"""What a complete answer is read into."""

from typing import Any

from msgspec import Struct

from headgate.wire.usage_shape import Count, UsageObject


class WebSearch(Struct, gc=False):
    """What the web search tool did in a response."""

    num_requests: Count | None = None


class ToolUsage(Struct, gc=False):
    """What the tools of a response consumed, beside its ``usage``."""

    web_search: WebSearch | None = None
    image_gen: UsageObject | None = None


class AnswerImage(Struct, gc=False):
    """An image of an answer, of which only its being there matters."""


class Answer(Struct):
    """An answer of any API but those of pictures and sound; an error, too."""

    usage: UsageObject | None = None
    model: str | None = None
    service_tier: str | None = None
    tool_usage: ToolUsage | None = None
    error: Any = None
    statusCode: Any = None  # noqa: N815 - Azure's flat envelope for a refused Entra token


class MediaAnswer(Answer):
    """An answer of the image and audio APIs, where what is billed may be images or seconds."""

    data: list[AnswerImage] | None = None
    """Images."""
    duration: Any = None
    """Seconds, in whisper's ``verbose_json``; older versions write it as a string."""
