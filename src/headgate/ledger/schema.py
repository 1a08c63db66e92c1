"""The tables of the ledger, for SQLite and PostgreSQL alike.

Money is in whole nano-units (10⁻⁹) of its currency, never a float. Days are UTC, as Azure bills. A change here needs
a migration in ``migrations/versions`` and its revision as ``HEAD_REVISION``; a test compares the two.
"""

from sqlalchemy import BigInteger, Column, Double, Index, Integer, MetaData, String, Table, Text

HEAD_REVISION = "0001"

metadata = MetaData()

exchanges = Table(
    "exchanges",
    metadata,
    Column("id", String, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("day", String(10), nullable=False),
    Column("duration_ms", Double, nullable=False),
    Column("first_byte_ms", Double),
    Column("use_case", String, nullable=False),
    Column("caller", String, nullable=False),
    Column("model", String, nullable=False),
    Column("api", String, nullable=False),
    Column("stream", Integer, nullable=False),
    Column("status", Integer, nullable=False),
    Column("outcome", String, nullable=False),
    Column("code", String, nullable=False),
    Column("bytes_in", BigInteger, nullable=False),
    Column("bytes_out", BigInteger, nullable=False),
    Column("client_request_id", String, nullable=False),
    Column("traceparent", String, nullable=False),
    Column("journal", String, nullable=False),
    Index("exchanges_at", "at_ms"),
    sqlite_with_rowid=False,
)

attempts = Table(
    "attempts",
    metadata,
    Column("exchange_id", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("backend", String, nullable=False),
    Column("deployment", String, nullable=False),
    Column("deployed_model", String, nullable=False),
    Column("version", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("region", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("status", Integer, nullable=False),
    Column("started_ms", Double, nullable=False),
    Column("duration_ms", Double, nullable=False),
    Column("first_byte_ms", Double),
    Column("why", String, nullable=False),
    Column("skipped", Text, nullable=False),
    Column("request_id", String, nullable=False),
    Column("served_model", String, nullable=False),
    Column("service_tier", String, nullable=False),
    Column("error", String, nullable=False),
    Column("prompt_tokens", BigInteger, nullable=False),
    Column("cached_tokens", BigInteger, nullable=False),
    Column("cache_write_tokens", BigInteger, nullable=False),
    Column("completion_tokens", BigInteger, nullable=False),
    Column("reasoning_tokens", BigInteger, nullable=False),
    Column("audio_prompt_tokens", BigInteger, nullable=False),
    Column("audio_completion_tokens", BigInteger, nullable=False),
    Column("image_prompt_tokens", BigInteger, nullable=False),
    Column("image_completion_tokens", BigInteger, nullable=False),
    Column("images", BigInteger, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("characters", BigInteger, nullable=False),
    Column("searches", BigInteger, nullable=False),
    Column("image_tool_prompt_tokens", BigInteger, nullable=False),
    Column("image_tool_completion_tokens", BigInteger, nullable=False),
    Column("estimated", Integer, nullable=False),
    Column("billing", String, nullable=False),
    Column("charge_nano", BigInteger),
    Column("currency", String),
    Column("price", String),
    Column("gap", String, nullable=False),
    sqlite_with_rowid=False,
)

open_exchanges = Table(
    "open_exchanges",
    metadata,
    Column("exchange_id", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("journal", String, nullable=False),
    Column("line", Text, nullable=False),
    Index("open_exchanges_journal", "journal"),
)
"""The opened and resent lines of exchanges whose closed line has not been read yet."""

journal_positions = Table(
    "journal_positions",
    metadata,
    Column("file", String, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("finished_at", Double),
)
"""How far each journal file has been posted, in bytes; ``finished_at`` (Unix seconds) once nothing more can come."""

denials = Table(
    "denials",
    metadata,
    Column("hour", BigInteger, primary_key=True, autoincrement=False),
    Column("code", String, primary_key=True),
    Column("status", Integer, primary_key=True),
    Column("count", BigInteger, nullable=False),
)
"""Requests refused before anyone was identified, added up by the hour (hours since 1970)."""

quarantine = Table(
    "quarantine",
    metadata,
    Column("file", String, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("reason", String, nullable=False),
    Column("line", Text, nullable=False),
)
"""Lines of the journal that could not be read, cut to a bounded length, for a person to look at."""
