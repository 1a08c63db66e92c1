"""An answer before it is sent: a body or a stream of events, and what it would be billed."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from headgate.core.usage import Usage
from headgate.simulator.faults import Fault
from headgate.simulator.truth import NOTHING

Event = tuple[bytes, int]
"""The bytes of one server-sent event, and the completion tokens it brings."""

JSON = b"application/json"
EVENT_STREAM = b"text/event-stream; charset=utf-8"


class Answer(Struct):
    """What is sent back. ``headers`` are whole lines; framing headers are added when it is sent."""

    status: int = 200
    reason: bytes = b""
    """Empty: the usual one of the status."""
    content_type: bytes = JSON
    headers: bytes = b""
    body: bytes = b""
    events: Iterator[Event] | None = None
    """Pieces, each sent when it is ready: events of a stream, or sound. The body is then empty."""
    chunked: bool = False
    """Send a plain body in chunks, as Azure does for some errors."""
    usage: Usage = NOTHING
    """Of the whole answer."""
    heard_seconds: float = 0.0
    """Of recordings that were listened to, whatever is billed."""
    pictures: int = 0
    """That were drawn, whatever is billed."""
    sketches: int = 0
    """That a stream shows before them."""

    at_once: bool = False
    """The model is not waited for: it works in the background."""
    first_token_seconds: float = 0.0
    between_tokens_seconds: float = 0.0
    fault: Fault | None = None
    """What strikes it on the way, where the API itself knows what is asked of which deployment."""

    @property
    def streamed(self) -> bool:
        """Whether it is a stream of events."""
        return self.content_type.startswith(b"text/event-stream")


class Prepared(Struct, frozen=True):
    """A request that was read and found good; ``compose`` writes the answer, given the cached prompt tokens."""

    compose: Callable[[int], Answer]
    prompt_tokens: int
    prompt_characters: int
    prompt: str = ""
    """The whole prompt as text; what the prompt cache compares."""
    prompt_param: str = "messages"
    """The member of the request that holds it, for errors."""
    completion_tokens_max: int | None = None
    stream: bool = False
    throttle: Callable[[str], Answer] | None = None
    """How this API says within a stream that it is throttled, given the message; without it, by status 429."""
