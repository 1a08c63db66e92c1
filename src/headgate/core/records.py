"""The lines of the journal: what happened to each exchange, complete enough to be read without the configuration.

A journal file holds one JSON object per line, told apart by ``event``. ``Opened`` is in the file before the first
byte goes to a backend, ``Closed`` before the last byte goes to the caller. An ``Opened`` without a ``Closed``, in
the journal of a worker that no longer lives, is an exchange whose end nobody saw: it is charged as estimated.
The simulator, the ledger, the log and the metrics all read these records; change them only by adding fields.
"""

from typing import Literal

from msgspec import Struct

from headgate.core.usage import Usage

ExchangeOutcome = Literal["answered", "refused", "failed", "cancelled", "drained", "interrupted", "lost"]
"""How an exchange ended.

``answered``: a backend's answer reached the caller whole, whatever its status.
``refused``: Headgate said no before any backend was asked (or all were closed).
``failed``: no backend gave an answer that could be relayed.
``cancelled``: the caller left; the backend's answer was abandoned.
``drained``: the caller left; the backend's answer was read to its end for its usage.
``interrupted``: the answer broke off after its first byte.
``lost``: the worker died; written by the ledger, never by a worker.
"""

AttemptOutcome = Literal[
    "answered",
    "throttled",
    "failed",
    "timeout",
    "auth_failed",
    "missing",
    "too_long",
    "cancelled",
    "interrupted",
    "lost",
]
"""How an attempt ended: the rows of the table of answers in docs/architecture.md."""


class JournalStart(Struct, frozen=True, tag_field="event", tag="journal"):
    """The first line of every journal file."""

    version: int
    worker: str
    """``gate-0``: the name of the worker, stable over restarts."""
    boot: str
    """Names one life of the worker; a new one at every start."""
    at: float
    """Unix seconds."""


class Skipped(Struct, frozen=True):
    """A deployment that routing passed over, and why."""

    deployment: str
    """``backend/deployment``."""
    reason: str
    """``throttled for 3.2 s``, ``breaker open``, ``tried``, ``other version``, …"""


class Opened(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="opened"):
    """An exchange is about to be sent to a backend for the first time."""

    id: str
    at: float
    """Unix seconds at which the request was complete."""
    use_case: str
    caller: str
    model: str
    """The name the caller asked for."""
    api: str
    """``chat.completions``, ``embeddings``, ``responses``, …: see ``headgate.wire.paths``."""
    backend: str
    deployment: str
    deployed_model: str
    version: str
    kind: str
    prompt_tokens: int
    """Estimate, for the case that nobody sees the end."""
    completion_tokens: int = 0
    """Estimate (the caller's maximum where it gave one), likewise."""
    stream: bool = False
    region: str = ""


class Resent(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="resent"):
    """An open exchange is about to be sent to another deployment."""

    id: str
    at: float
    number: int
    """Of the attempt: 2 is the second."""
    backend: str
    deployment: str
    deployed_model: str
    version: str
    kind: str
    region: str = ""


class Attempt(Struct, frozen=True, omit_defaults=True):
    """One sending of an exchange to one deployment, and what came of it."""

    backend: str
    deployment: str
    deployed_model: str
    version: str
    kind: str
    outcome: AttemptOutcome
    started_ms: float
    """Milliseconds after the exchange's start."""
    duration_ms: float
    region: str = ""
    status: int = 0
    """HTTP status of the answer; 0 when there was none."""
    first_byte_ms: float | None = None
    """Milliseconds from the start of the attempt to the head of the answer."""
    usage: Usage | None = None
    """None when the attempt is not billed."""
    why: str = ""
    """Why this deployment was chosen."""
    skipped: tuple[Skipped, ...] = ()
    request_id: str = ""
    """The backend's own id: ``apim-request-id``, else ``x-request-id``."""
    served_model: str = ""
    """The model and version the answer names."""
    service_tier: str = ""
    """``default``, ``priority``, ``flex`` …, as the answer says."""
    error: str = ""
    """What went wrong, in a few words, with nothing of the caller's text."""


class Closed(Struct, frozen=True, omit_defaults=True, tag_field="event", tag="closed"):
    """An exchange has ended: the one record that the ledger, the log and the metrics are made of.

    A refused exchange has a ``Closed`` and no ``Opened``.
    """

    id: str
    at: float
    """Unix seconds at which the request was complete."""
    duration_ms: float
    use_case: str
    caller: str
    model: str
    api: str
    status: int
    """As the caller saw it; 0 when the caller had left."""
    outcome: ExchangeOutcome
    attempts: tuple[Attempt, ...] = ()
    stream: bool = False
    code: str = ""
    """The error code given to the caller, if any."""
    first_byte_ms: float | None = None
    """Milliseconds from the complete request to the first byte towards the caller."""
    bytes_in: int = 0
    bytes_out: int = 0
    client_request_id: str = ""
    """The caller's own ``x-ms-client-request-id``."""
    traceparent: str = ""


class Denied(Struct, frozen=True, tag_field="event", tag="denied"):
    """Requests refused before anyone was identified, counted: nobody's exchange, so they are not kept one by one."""

    at: float
    code: str
    status: int
    count: int


JournalRecord = JournalStart | Opened | Resent | Closed | Denied
