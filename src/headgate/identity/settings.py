"""What can be set about keys."""

import datetime
from typing import Annotated

from msgspec import Meta, Struct


class KeySettings(Struct, frozen=True, forbid_unknown_fields=True):
    """A Headgate key kept as code: its digest, never the key."""

    sha256: Annotated[str, Meta(pattern="^[0-9a-fA-F]{64}$")]
    """The SHA-256 of the key, in hex: ``printf %s "$KEY" | sha256sum``."""
    expires: datetime.date | None = None
    """The last day (UTC) on which the key works."""
