"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    _exchanges()
    _attempts()
    _open_exchanges()
    _journal_positions()
    _denials()
    _quarantine()


def downgrade() -> None:
    """There is nothing before."""
    raise NotImplementedError("the first revision has nothing to go back to")


def _exchanges() -> None:
    op.create_table(
        "exchanges",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("duration_ms", sa.Double(), nullable=False),
        sa.Column("first_byte_ms", sa.Double()),
        sa.Column("use_case", sa.String(), nullable=False),
        sa.Column("caller", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("api", sa.String(), nullable=False),
        sa.Column("stream", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("bytes_in", sa.BigInteger(), nullable=False),
        sa.Column("bytes_out", sa.BigInteger(), nullable=False),
        sa.Column("client_request_id", sa.String(), nullable=False),
        sa.Column("traceparent", sa.String(), nullable=False),
        sa.Column("journal", sa.String(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("exchanges_at", "exchanges", ["at_ms"])


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("exchange_id", sa.String(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("backend", sa.String(), nullable=False),
        sa.Column("deployment", sa.String(), nullable=False),
        sa.Column("deployed_model", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("started_ms", sa.Double(), nullable=False),
        sa.Column("duration_ms", sa.Double(), nullable=False),
        sa.Column("first_byte_ms", sa.Double()),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("skipped", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("served_model", sa.String(), nullable=False),
        sa.Column("service_tier", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("prompt_tokens", sa.BigInteger(), nullable=False),
        sa.Column("cached_tokens", sa.BigInteger(), nullable=False),
        sa.Column("cache_write_tokens", sa.BigInteger(), nullable=False),
        sa.Column("completion_tokens", sa.BigInteger(), nullable=False),
        sa.Column("reasoning_tokens", sa.BigInteger(), nullable=False),
        sa.Column("audio_prompt_tokens", sa.BigInteger(), nullable=False),
        sa.Column("audio_completion_tokens", sa.BigInteger(), nullable=False),
        sa.Column("image_prompt_tokens", sa.BigInteger(), nullable=False),
        sa.Column("image_completion_tokens", sa.BigInteger(), nullable=False),
        sa.Column("images", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("characters", sa.BigInteger(), nullable=False),
        sa.Column("searches", sa.BigInteger(), nullable=False),
        sa.Column("image_tool_prompt_tokens", sa.BigInteger(), nullable=False),
        sa.Column("image_tool_completion_tokens", sa.BigInteger(), nullable=False),
        sa.Column("estimated", sa.Integer(), nullable=False),
        sa.Column("billing", sa.String(), nullable=False),
        sa.Column("charge_nano", sa.BigInteger()),
        sa.Column("currency", sa.String()),
        sa.Column("price", sa.String()),
        sa.Column("gap", sa.String(), nullable=False),
        sqlite_with_rowid=False,
    )


def _open_exchanges() -> None:
    op.create_table(
        "open_exchanges",
        sa.Column("exchange_id", sa.String(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("journal", sa.String(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
    )
    op.create_index("open_exchanges_journal", "open_exchanges", ["journal"])


def _journal_positions() -> None:
    op.create_table(
        "journal_positions",
        sa.Column("file", sa.String(), primary_key=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.Double()),
    )


def _denials() -> None:
    op.create_table(
        "denials",
        sa.Column("hour", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("code", sa.String(), primary_key=True),
        sa.Column("status", sa.Integer(), primary_key=True),
        sa.Column("count", sa.BigInteger(), nullable=False),
    )


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("file", sa.String(), primary_key=True),
        sa.Column("position", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
    )
