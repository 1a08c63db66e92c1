"""Files and uploads in parts, as a resource keeps them."""

from typing import Literal

from msgspec import Struct, field

UploadStatus = Literal["pending", "completed", "cancelled", "expired"]


class StoredFile(Struct, frozen=True):
    """A file with its content."""

    id: str
    filename: str
    purpose: str
    created_at: int
    """Unix seconds."""
    content: bytes
    expires_at: int | None = None
    """Unix seconds; None: it is kept until it is deleted."""


class Upload(Struct):
    """A file that arrives in parts."""

    id: str
    filename: str
    purpose: str
    size: int
    """Bytes that were announced."""
    mime_type: str
    created_at: int
    expires_at: int
    status: UploadStatus = "pending"
    parts: dict[str, bytes] = field(default_factory=dict)
    file_id: str = ""
    """Of the file that it became."""
