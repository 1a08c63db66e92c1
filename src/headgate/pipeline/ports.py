"""What the pipeline needs of the world outside, as narrow as it can be; tests give their own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from headgate.core.clock import Clock
from headgate.core.ids import ExchangeIds
from headgate.core.records import Closed, Opened, Resent
from headgate.core.refusal import Refusal
from headgate.routing.choice import Router
from headgate.upstream.requests import Target
from headgate.upstream.usage_refusals import UsageRefusals
from headgate.wire.request_head import RequestHead
from headgate.wire.response_head import ResponseHead


class Request:
    """A complete request of a caller."""

    __slots__ = ("body", "head")

    def __init__(self, head: RequestHead, body: bytes) -> None:
        """Take both parts."""
        self.head = head
        self.body = body


class ReplyListener(Protocol):
    """Who wants to know what becomes of a reply on its way."""

    def caller_left(self) -> None:
        """The caller's connection is gone."""
        ...

    def caller_full(self) -> None:
        """The caller does not read as fast as it is written to: stop."""
        ...

    def caller_ready(self) -> None:
        """The caller has read: go on."""
        ...


class Reply(Protocol):
    """The way back to the caller. ``head`` is status line and header lines, each with CRLF, without framing."""

    gone: bool
    """Whether the caller has left."""
    bytes_out: int
    """Bytes of bodies written so far."""
    listener: ReplyListener | None

    def whole(self, head: bytes, content_length: int | None, body: bytes) -> None:
        """Send a complete answer."""
        ...

    def begin(self, head: bytes, content_length: int | None) -> None:
        """Begin an answer; without a length it is chunked (or ended by closing, for HTTP/1.0)."""
        ...

    def send(self, data: bytes) -> None:
        """Send a part of the body."""
        ...

    def end(self, data: bytes) -> None:
        """Send the last part of the body."""
        ...

    def abort(self, data: bytes) -> None:
        """Send what can still be said, then end the connection: the answer is broken."""
        ...

    def close_after(self) -> None:
        """End the connection once the answer that now follows is sent."""
        ...


class Sink(Protocol):
    """Who takes an answer as it arrives."""

    def arrived(self, head: ResponseHead | None, data: bytes) -> None:
        """A part of the answer that is not its last: its head the first time, perhaps body bytes."""
        ...

    def ended(self, head: ResponseHead | None, data: bytes) -> None:
        """The last part of the answer, with its head if it is the first as well; the connection is back in its pool."""
        ...

    def broke(self, error: str, *, timed_out: bool = False) -> None:
        """The answer will not come, or not to its end."""
        ...


class Connection(Protocol):
    """A connection to a backend, lent for one attempt."""

    reused: bool
    """Whether it has carried an exchange before: then the backend may just have closed it."""

    def send(self, head: bytes, body: bytes, sink: Sink) -> None:
        """Send a request; its answer goes to the sink. The connection returns to its pool by itself at the end."""
        ...

    def pause(self) -> None:
        """Stop reading."""
        ...

    def resume(self) -> None:
        """Read again."""
        ...

    def abort(self) -> None:
        """Close without waiting: the answer is not wanted any more."""
        ...


class Backend(Protocol):
    """A backend and its pool of connections."""

    target: Target

    def credential(self) -> bytes | None:
        """The header line of our credential, with CRLF; empty for none; None when there is none to be had now."""
        ...

    async def refresh_credential(self) -> bool:
        """Get a new credential after a refusal; whether there is another one now."""
        ...

    def idle_connection(self) -> Connection | None:
        """A connection at hand, if there is one."""
        ...

    def connect(self, deadline: float, *, fresh: bool = False) -> Awaitable[Connection]:
        """A new connection, or one that another exchange gives back first (unless ``fresh``).

        Raises:
            ConnectFailedError: with what went wrong; also when ``deadline`` (monotonic) passes.
        """
        ...


class ConnectFailedError(Exception):
    """No connection to a backend could be had."""


class Journal(Protocol):
    """Where records go. Lines are gathered and written together; who needs them written waits for it."""

    def append(self, record: Opened | Resent | Closed) -> None:
        """Take one line."""
        ...

    def written(self) -> Awaitable[None]:
        """Wait until everything appended so far is in the file (and on the disk, where that is asked for).

        Raises:
            JournalError: when it could not be written.
        """
        ...

    def flush(self) -> None:
        """Write what was appended, now.

        Raises:
            JournalError: when it cannot be written.
        """
        ...


class TokenCounter(Protocol):
    """Counts tokens elsewhere, for exchanges whose backend never said."""

    async def count(self, api: str, model: str, prompt_body: bytes, completion_text: str) -> tuple[int, int]:
        """Prompt and completion tokens."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything outside an exchange that it needs."""

    clock: Clock
    ids: ExchangeIds
    journal: Journal
    tokens: TokenCounter
    router: Router
    usage_refusals: UsageRefusals
    deny: Callable[[Refusal], None]
    """Count a request that nobody could be identified for."""
    http_date: Callable[[str], float | None]
    """Seconds until an HTTP date."""
