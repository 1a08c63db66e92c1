"""What can be set about limits."""

from typing import Annotated

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=1)]


class LimitSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Limits of one use case; one left out does not limit."""

    requests_per_minute: Count | None = None
    """Exchanges begun in any minute."""
    tokens_per_minute: Count | None = None
    """Prompt and completion tokens in any minute: estimated at the start of an exchange, corrected at its end."""
    concurrent: Count | None = None
    """Exchanges in flight at once."""
