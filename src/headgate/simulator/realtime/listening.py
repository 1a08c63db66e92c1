"""What a client has said and not yet committed, and where in it somebody speaks.

Voice is told from silence by loudness, in windows of 20 ms, which is enough for tones and recordings.
"""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from headgate.simulator import errors
from headgate.simulator.realtime import sound

_WINDOW_MS = 20
_BYTES_MAX = 33_554_432
"""Some eleven minutes of PCM."""
_LOUD = 0.02
"""Times the session's threshold (0.5), the share of full loudness above which there is a voice."""
_SILENCE_MS = 500
"""That ends a turn where the session names none (``semantic_vad``)."""
_KEPT_SILENCE_SECONDS = 2
"""While nobody speaks, older silence is forgotten."""
_COMMITTED_MS_MIN = 100


class Heard(NamedTuple):
    """A voice begins or ends."""

    what: Literal["started", "stopped"]
    at_ms: int
    """From the beginning of the session."""


class Ear:
    """The input audio buffer of one session."""

    def __init__(self) -> None:
        """Nothing heard yet."""
        self._sound = bytearray()
        self._before_ms = 0.0
        self._scanned = 0
        self._silence_ms = 0
        self._speaking = False

    def append(self, piece: bytes) -> None:
        """Take more sound.

        Raises:
            AzureError: a 400 when the buffer is full.
        """
        if len(self._sound) + len(piece) > _BYTES_MAX:
            message = f"The input audio buffer holds at most {_BYTES_MAX} bytes: commit or clear it."
            raise errors.invalid(message, param="audio", code="input_audio_buffer_full")
        self._sound += piece

    @property
    def hears_voice(self) -> bool:
        """Whether somebody speaks."""
        return self._speaking

    def now_ms(self, kind: str) -> float:
        """How much sound there has been since the beginning of the session."""
        return self._before_ms + sound.milliseconds(kind, len(self._sound))

    def listen(self, kind: str, detection: dict[str, Any]) -> Iterator[Heard]:
        """Look through what is new; after a turn has ended, the caller takes it before going on."""
        window = sound.BYTES_PER_SECOND[kind] * _WINDOW_MS // 1000
        threshold = _LOUD * (0.5 if detection.get("threshold") is None else detection["threshold"])
        silence_ms = detection.get("silence_duration_ms") or _SILENCE_MS
        while self._scanned + window <= len(self._sound):
            loud = sound.loudness(kind, bytes(self._sound[self._scanned : self._scanned + window])) > threshold
            self._scanned += window
            at_ms = self._before_ms + sound.milliseconds(kind, self._scanned)
            if loud:
                self._silence_ms = 0
                if not self._speaking:
                    self._speaking = True
                    padding = detection.get("prefix_padding_ms") or 0
                    yield Heard("started", max(0, round(at_ms - _WINDOW_MS - padding)))
            elif self._speaking:
                self._silence_ms += _WINDOW_MS
                if self._silence_ms >= silence_ms:
                    self._speaking = False
                    yield Heard("stopped", round(at_ms))
        if not self._speaking:
            self._forget(kind, self._scanned - _KEPT_SILENCE_SECONDS * sound.BYTES_PER_SECOND[kind])

    def take_turn(self, kind: str) -> bytes:
        """What was said up to where somebody fell silent."""
        return self._forget(kind, self._scanned)

    def take_all(self, kind: str) -> bytes:
        """All of it, because the client says so.

        Raises:
            AzureError: a 400 when it is too short to be anything.
        """
        held_ms = sound.milliseconds(kind, len(self._sound))
        if held_ms < _COMMITTED_MS_MIN:
            message = (
                "Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer "
                f"only has {held_ms:.2f}ms of audio."
            )
            raise errors.invalid(message, code="input_audio_buffer_commit_empty")
        self._speaking = False
        return self._forget(kind, len(self._sound))

    def clear(self, kind: str) -> None:
        """Forget all of it."""
        self._speaking = False
        self._forget(kind, len(self._sound))

    def _forget(self, kind: str, count: int) -> bytes:
        if count <= 0:
            return b""
        taken = bytes(self._sound[:count])
        del self._sound[:count]
        self._before_ms += sound.milliseconds(kind, len(taken))
        self._scanned = max(0, self._scanned - len(taken))
        self._silence_ms = 0
        return taken
