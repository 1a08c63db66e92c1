"""A batch: lines of a file, answered one after another while nobody waits."""

from typing import Any, Literal

from msgspec import Struct, field

BatchStatus = Literal[
    "validating", "failed", "in_progress", "finalizing", "completed", "expired", "cancelling", "cancelled"
]


class BatchLine(Struct, frozen=True):
    """One line of the input file."""

    number: int
    """From 1."""
    custom_id: str
    method: str
    url: str
    body: bytes


class Batch(Struct):
    """A batch and how far it is."""

    id: str
    endpoint: str
    input_file_id: str
    created_at: float
    """Unix seconds, as those that follow; None for what has not happened."""
    expires_at: float
    metadata: dict[str, str]
    lines: list[BatchLine]
    status: BatchStatus = "validating"
    errors: list[dict[str, Any]] = field(default_factory=list)
    in_progress_at: float | None = None
    completed_at: float | None = None
    failed_at: float | None = None
    cancelled_at: float | None = None
    answered: int = 0
    """Lines answered, from the first."""
    failed: int = 0
    """Lines of these whose answer was no success."""
    output: list[bytes] = field(default_factory=list)
    faulty: list[bytes] = field(default_factory=list)
    output_file_id: str = ""
    error_file_id: str = ""
