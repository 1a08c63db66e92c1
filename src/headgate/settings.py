"""The whole configuration: each stage's settings under the key a user writes them at.

A field's docstring is its documentation: ``headgate config schema`` and docs/configuration.md are made from it.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from headgate.admission.settings import LimitSettings
from headgate.edge.settings import GateSettings
from headgate.identity.settings import KeySettings
from headgate.routing.settings import ModelSettings
from headgate.upstream.settings import BackendSettings

Seconds = Annotated[float, Meta(gt=0)]


class ControlSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The control process: metrics and administration."""

    listen: str = "127.0.0.1:8081"
    """``host:port``; keep it off public networks."""


class JournalSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How durable the journal is, and how much of it is kept."""

    fsync: Literal["interval", "strict", "never"] = "interval"
    """``strict`` waits for the disk before the caller gets the last byte; ``interval`` syncs in groups."""
    fsync_interval_seconds: Seconds = 1.0
    segment_bytes_max: Annotated[int, Meta(ge=4096)] = 67_108_864
    """A journal file is closed and a new one begun past this size."""
    keep_hours: Annotated[float, Meta(ge=0)] = 24.0
    """How long a file is kept once all of it is in the ledger."""


class LogSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The log: JSON lines on standard output."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """At ``info`` one line per exchange; at ``warning`` only what needs a person."""


class BudgetSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Money a use case may spend. Not enforced in this version; ``config check`` says so."""

    amount: Annotated[float, Meta(gt=0)]
    currency: str = "USD"
    per: Literal["day", "week", "month"] = "month"
    over: Literal["refuse", "warn"] = "refuse"


class UseCaseSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """A named workload: who belongs to it and what it may do."""

    callers: list[str]
    """``key:<name>``; ``entra-app:<client id>`` and ``entra-group:<object id>`` are accepted and match nobody yet."""
    models: list[str]
    """The models it may use, by the names under ``models``."""
    priority: Literal["high", "normal", "low", "background"] = "normal"
    """Not yet acted on in this version; ``config check`` says so."""
    limits: LimitSettings = field(default_factory=LimitSettings)
    budget: BudgetSettings | None = None
    on_disconnect: Literal["cancel", "drain"] = "cancel"
    """When a caller leaves: ``cancel`` ends the backend's work, ``drain`` reads on to learn the true usage."""
    deadline_seconds: Seconds = 600.0
    """From the complete request to the last byte of the answer, retries included."""


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """A Headgate configuration file."""

    backends: dict[str, BackendSettings]
    models: dict[str, ModelSettings]
    use_cases: dict[str, UseCaseSettings]
    keys: dict[str, KeySettings] = field(default_factory=dict)
    """Keys kept as code, by name."""
    gate: GateSettings = field(default_factory=GateSettings)
    control: ControlSettings = field(default_factory=ControlSettings)
    data: str = "./data"
    """Folder of journals and the SQLite ledger; relative to the configuration file."""
    store: str = "sqlite"
    """``sqlite``; ``postgresql://…`` is not in this version."""
    shared: str = "memory"
    """``memory``; ``redis://…`` is not in this version."""
    prices: str = "builtin"
    """``builtin``, or the path of a price file."""
    journal: JournalSettings = field(default_factory=JournalSettings)
    log: LogSettings = field(default_factory=LogSettings)
