"""What one pass of posting did, as its caller is told."""

from msgspec import Struct, field


class Posted(Struct):
    """What one pass did."""

    lines: int = 0
    exchanges: int = 0
    """Closed ones read, lost ones included."""
    lost: int = 0
    """Exchanges whose end nobody saw, now charged as estimated."""
    denied: int = 0
    """Requests refused before anyone was identified."""
    corrupt: int = 0
    """Lines that could not be read."""
    unpriced: int = 0
    """Attempts some of whose usage has no price."""
    files_deleted: int = 0
    left_bytes: int = 0
    """Of journal still to be posted; 0 when the ledger has everything the pass could see."""
    alarms: list[str] = field(default_factory=list)
    """What a person should know, in sentences; the same one is raised once per poster."""
