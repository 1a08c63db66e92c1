"""A spoken answer of chat: what is said, as sound and as its transcript, whole or in pieces."""

import base64
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from headgate.simulator import ids
from headgate.simulator.media import speech

_KEPT_SECONDS = 3_600
"""How long a spoken answer can be named in a later message."""
_PIECE_BYTES = 24_000
"""Half a second of PCM."""
_TOKENS_MAX = 16_384
"""Of all choices together, sound included: what gpt-4o-audio answers with at most."""
_TOKENS_PER_TOKEN_SPOKEN = 8
"""A token of text and the sound of it: some five characters, a third of a second."""
_TOKENS_PER_PIECE = _PIECE_BYTES // 2 * speech.TOKENS_PER_SECOND // speech.RATE


class Spoken(Struct, frozen=True):
    """One spoken answer."""

    id: str
    transcript: tuple[str, ...]
    """Its tokens."""
    format: str
    expires_at: int
    """Unix seconds."""

    @property
    def text(self) -> str:
        """The whole transcript."""
        return "".join(self.transcript)

    @property
    def audio_tokens(self) -> int:
        """What the sound costs, beside the transcript."""
        return speech.tokens_spoken(self.text)

    def whole(self) -> bytes:
        """The member ``audio`` of a message, as JSON."""
        return msgspec.json.encode(
            {
                "data": base64.b64encode(speech.spoken(self.text, self.format)).decode(),
                "expires_at": self.expires_at,
                "id": self.id,
                "transcript": self.text,
            }
        )

    def pieces(self) -> Iterator[tuple[bytes, int]]:
        """The member ``audio`` of each delta of a stream, with its tokens: transcript, sound, and the end."""
        yield self._piece(transcript=""), 0
        for token in self.transcript:
            yield self._piece(transcript=token), 1
        samples = speech.pcm(self.text)
        left = self.audio_tokens
        for begins in range(0, len(samples), _PIECE_BYTES):
            last = begins + _PIECE_BYTES >= len(samples)
            tokens = left if last else min(left, _TOKENS_PER_PIECE)
            left -= tokens
            data = base64.b64encode(samples[begins : begins + _PIECE_BYTES]).decode()
            yield self._piece(data=data), tokens
        yield msgspec.json.encode({"expires_at": self.expires_at}), 0

    def _piece(self, **changed: str) -> bytes:
        return msgspec.json.encode({**changed, "id": self.id}, order="sorted")


def speak(transcript: list[str], kind: str, created: int) -> Spoken:
    """Read a written answer aloud."""
    return Spoken(id=ids.of("audio_"), transcript=tuple(transcript), format=kind, expires_at=created + _KEPT_SECONDS)


def transcript_max(tokens_max: int, *, choices: int) -> int:
    """How many tokens of text leave room for their sound within the caller's maximum."""
    return max(1, min(tokens_max, _TOKENS_MAX // choices) // _TOKENS_PER_TOKEN_SPOKEN)
