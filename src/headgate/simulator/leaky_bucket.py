"""A bucket that fills with work and drains at a steady rate: the shape of Azure's limits."""


class LeakyBucket:
    """Holds up to ``size`` units and drains ``size`` units every ``drain_seconds``; may be overfilled."""

    def __init__(self, size: float, *, drain_seconds: float = 60.0) -> None:
        """Start empty."""
        self.size = size
        self.rate = size / drain_seconds
        self._level = 0.0
        self._at = 0.0

    def level(self, now: float) -> float:
        """How full it is at ``now`` (seconds of a monotonic clock)."""
        if now > self._at:
            self._level = max(0.0, self._level - (now - self._at) * self.rate)
            self._at = now
        return self._level

    def add(self, units: float, now: float) -> None:
        """Pour in; a negative amount takes back, never below empty."""
        self._level = max(0.0, self.level(now) + units)

    def fill(self, seconds: float, now: float) -> None:
        """Fill it so far that it takes so long to drain to its size."""
        self._level = max(self.level(now), self.size + seconds * self.rate)

    def relieve(self, seconds: float, now: float) -> None:
        """Let out at once what would have drained in so long."""
        self.add(-max(0.0, seconds) * self.rate, now)

    def seconds_until_below(self, level: float, now: float) -> float:
        """How long until it has drained to ``level``."""
        return max(0.0, (self.level(now) - level) / self.rate)
