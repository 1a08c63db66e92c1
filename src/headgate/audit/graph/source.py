"""Where a fact came from, and when it was read."""

import datetime
from typing import Literal, TypeAlias

from msgspec import Struct

SourceKind: TypeAlias = Literal[
    "arm-template",
    "az-export",
    "terraform-plan",
    "terraform-state",
    "bicep",
    "live",
    "apim-policy",
    "headgate",
    "app-settings",
    "code",
]

DECLARING: frozenset[SourceKind] = frozenset({"arm-template", "bicep", "terraform-plan", "terraform-state"})
"""Sources that declare a set-up whole: what they do not name is not there."""


class Source(Struct, frozen=True):
    """One file or service that facts were read from."""

    file: str
    """As the person named it; for ``live`` the address that was asked."""
    kind: SourceKind
    read_at: datetime.datetime
    """With a time zone."""
