"""The whole configuration: each stage's settings under the key a user writes them at.

A field's docstring is its documentation: ``headgate config schema`` and docs/configuration.md are made from it.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from headgate.admission.settings import LimitSettings
from headgate.config.marking import URL_PASSWORD
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
    """With ``interval``: at most this much can be lost when the machine (not just the process) stops."""
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
    """How much, in ``currency``."""
    currency: str = "USD"
    """ISO 4217."""
    per: Literal["day", "week", "month"] = "month"
    """The calendar period (UTC) at whose start spending begins anew."""
    over: Literal["refuse", "warn"] = "refuse"
    """What happens to calls past it."""


class UseCaseSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """A named workload: who belongs to it and what it may do."""

    callers: list[str]
    """``key:<name>``; ``entra-app:<client id>`` and ``entra-group:<object id>`` are accepted and match nobody yet."""
    models: list[str]
    """The models it may use, by the names under ``models``."""
    priority: Literal["high", "normal", "low", "background"] = "normal"
    """Not yet acted on in this version; ``config check`` says so."""
    limits: LimitSettings = field(default_factory=LimitSettings)
    """How much it may ask for at a time."""
    budget: BudgetSettings | None = None
    """What it may spend."""
    on_disconnect: Literal["cancel", "drain"] = "cancel"
    """When a caller leaves: ``cancel`` ends the backend's work, ``drain`` reads on to learn the true usage."""
    deadline_seconds: Seconds = 600.0
    """From the complete request to the last byte of the answer, retries included."""


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """A Headgate configuration file."""

    backends: dict[str, BackendSettings]
    """The resources that answer, by a name of your choice."""
    models: dict[str, ModelSettings]
    """By the names callers use, as model or as deployment."""
    use_cases: dict[str, UseCaseSettings]
    """The workloads that call, by name; every caller belongs to exactly one."""
    keys: dict[str, KeySettings] = field(default_factory=dict)
    """Keys kept as code, by name."""
    gate: GateSettings = field(default_factory=GateSettings)
    """The data plane's listening socket and its limits."""
    control: ControlSettings = field(default_factory=ControlSettings)
    """The control process: metrics and administration."""
    data: str = "./data"
    """Folder of journals and the SQLite ledger; relative to the configuration file."""
    store: Annotated[str, URL_PASSWORD] = "sqlite"
    """``sqlite``; ``postgresql://…`` is not in this version."""
    shared: Annotated[str, URL_PASSWORD] = "memory"
    """``memory``; ``redis://…`` is not in this version."""
    prices: str = "builtin"
    """``builtin``, or the path of a price file."""
    journal: JournalSettings = field(default_factory=JournalSettings)
    """How durable the journal is, and how much of it is kept."""
    log: LogSettings = field(default_factory=LogSettings)
    """The log on standard output."""
