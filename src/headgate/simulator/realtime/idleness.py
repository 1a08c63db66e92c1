"""How long nobody has spoken since the model was heard: after ``idle_timeout_ms`` it is asked to speak again.

Time is that of the sound that the client has sent, as the event tells it (OpenAI reference; recorded in September
2026).
"""

from typing import Any, NamedTuple

NUDGE = (
    "Nobody was heard speaking for some time. Listen to the recording: answer whoever speaks in it; if nobody does, "
    "come back to what was said last, or ask whether somebody is still there."
)
"""What the model is told then; the service has words of its own for it."""


class Silence(NamedTuple):
    """A silence that was too long, in milliseconds from the beginning of the session."""

    start_ms: int
    end_ms: int


class Idleness:
    """Watches over the silences of one conversation."""

    def __init__(self) -> None:
        """Nothing to wait for: the model has not been heard yet."""
        self._since_ms: float | None = None

    def begin(self, at_ms: float) -> None:
        """The model will have been heard to its end at this time."""
        self._since_ms = at_ms

    def end(self) -> None:
        """Somebody speaks."""
        self._since_ms = None

    def noticed(self, now_ms: float, detection: dict[str, Any]) -> Silence | None:
        """The silence, once, when it has lasted too long."""
        timeout_ms = detection.get("idle_timeout_ms")
        if timeout_ms is None or self._since_ms is None or now_ms - self._since_ms < timeout_ms:
            return None
        silence = Silence(round(self._since_ms), round(now_ms))
        self._since_ms = None
        return silence
