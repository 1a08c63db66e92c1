"""What the supervisor and its children say to each other: one JSON object per line, told apart by ``say``.

The supervisor speaks first, with ``Start``. Secrets of the configuration travel here and nowhere else: not in
arguments, not in the environment.
"""

import msgspec
from msgspec import Struct

from headgate.core.errors import Mistake
from headgate.settings import Settings


class Start(Struct, frozen=True, tag_field="say", tag="start"):
    """To a child: who it is, and what it works with."""

    name: str
    """``gate-0``, ``control``: as it appears in logs, metrics and file names."""
    settings: Settings | None
    """None for a child that works without."""
    socket: int | None
    """The descriptor of its listening socket, bound and listening already."""


class Reload(Struct, frozen=True, tag_field="say", tag="reload"):
    """To a child: work with these settings from now on."""

    settings: Settings
    digest: str
    """Names the settings; the answer repeats it."""


class Ready(Struct, frozen=True, tag_field="say", tag="ready"):
    """From a child: it serves."""


class Reloaded(Struct, frozen=True, tag_field="say", tag="reloaded"):
    """From a child: it works with the settings of this digest now."""

    digest: str


class Rejected(Struct, frozen=True, tag_field="say", tag="rejected"):
    """From a child: it cannot work with the settings of this digest and has changed nothing."""

    digest: str
    mistakes: tuple[Mistake, ...]


ToChild = Start | Reload
FromChild = Ready | Reloaded | Rejected

decode_to_child = msgspec.json.Decoder(ToChild).decode
decode_from_child = msgspec.json.Decoder(FromChild).decode
encode = msgspec.json.Encoder().encode
