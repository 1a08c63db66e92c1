"""A spoken answer of chat: what is said, as sound and as its transcript, whole or in pieces."""

import base64
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from headgate.simulator import errors, ids
from headgate.simulator.media import reading_aloud
from headgate.simulator.state.resource_state import ResourceState
from headgate.simulator.state.spoken import SpokenAnswer

_KEPT_SECONDS = 3_601
"""How long a spoken answer can be named in a later message (recorded)."""
_PIECE_BYTES = 19_200
"""Two fifths of a second of PCM (recorded)."""
_TOKENS_MAX = 16_384
"""Of all choices together, sound included: what gpt-4o-audio answers with at most."""
_TOKENS_PER_TOKEN_SPOKEN = 8
"""A token of text and the sound of it: some five characters, a third of a second."""
_TOKENS_PER_PIECE = _PIECE_BYTES // 2 * reading_aloud.TOKENS_PER_SECOND // reading_aloud.RATE


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
        return reading_aloud.tokens_spoken(self.text)

    def whole(self) -> bytes:
        """The member ``audio`` of a message, as JSON."""
        return msgspec.json.encode(
            {
                "data": base64.b64encode(reading_aloud.spoken(self.text, self.format)).decode(),
                "expires_at": self.expires_at,
                "id": self.id,
                "transcript": self.text,
            }
        )

    def pieces(self) -> Iterator[tuple[bytes, int]]:
        """The member ``audio`` of each delta of a stream, with its tokens: words and, as they are spoken, their sound.

        Only the first names the id (OpenAI, recorded in June 2026). When it expires is not among them.
        """
        samples = reading_aloud.pcm(self.text)
        left, sent = self.audio_tokens, 0
        for number, token in enumerate(self.transcript, start=1):
            named = {"id": self.id} if number == 1 else {}
            yield msgspec.json.encode({**named, "transcript": token}), 1
            last = number == len(self.transcript)
            due = len(samples) if last else len(samples) * number // len(self.transcript) - _PIECE_BYTES
            while sent < due:
                piece = samples[sent : sent + _PIECE_BYTES]
                sent += len(piece)
                tokens = left if sent == len(samples) else min(left, _TOKENS_PER_PIECE)
                left -= tokens
                yield msgspec.json.encode({"data": base64.b64encode(piece).decode()}), tokens


def speak(transcript: list[str], kind: str, created: int) -> Spoken:
    """Read a written answer aloud."""
    return Spoken(id=ids.of("audio_"), transcript=tuple(transcript), format=kind, expires_at=created + _KEPT_SECONDS)


def keep(spoken: Spoken, state: ResourceState) -> None:
    """Let later messages name it."""
    kept = SpokenAnswer(spoken.id, spoken.text, spoken.audio_tokens, spoken.expires_at)
    state.spoken.put(kept.id, kept, size=len(kept.transcript))


def said_before(answer_id: str, state: ResourceState, now: int) -> SpokenAnswer:
    """An answer that a message names.

    Raises:
        AzureError: a 404 for one that this resource did not give, or that has expired.
    """
    kept = state.spoken.get(answer_id)
    if kept is None or kept.expires_at <= now:
        raise errors.not_kept("Audio", answer_id)
    return kept


def transcript_max(tokens_max: int, *, choices: int) -> int:
    """How many tokens of text leave room for their sound within the caller's maximum."""
    return max(1, min(tokens_max, _TOKENS_MAX // choices) // _TOKENS_PER_TOKEN_SPOKEN)
