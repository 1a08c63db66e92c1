"""A text read aloud as beeps, in the formats that are asked for.

Wave and PCM hold a beep for each word, as long as the word; the compressed formats hold silence of the same length.
"""

import struct
from collections.abc import Callable

from headgate.simulator.media import silence

RATE = silence.RATE
TOKENS_PER_SECOND = 20
"""93 tokens for 4.65 seconds (gpt-audio-1.5, recorded in June 2026)."""
_CHARACTERS_PER_SECOND = 15
"""How fast a text is read."""
_PERIODS_PER_CHARACTER = 32
_PERIOD = struct.pack("<50h", *(int(6_000 * (1 - abs(at - 25) / 12.5)) for at in range(50)))
"""A triangle of 480 Hz."""
_SIZE_OF_STREAM = 0xFFFFFFFF

CONTENT_TYPES = {
    "mp3": b"audio/mpeg",
    "opus": b"audio/opus",
    "aac": b"audio/aac",
    "flac": b"audio/flac",
    "wav": b"audio/wav",
    "pcm": b"audio/pcm",
    "pcm16": b"audio/pcm",
}
"""By format (recorded); ``pcm16`` is chat's name of ``pcm``: 24 kHz, 16 bits, one channel."""


def seconds_of_text(text: str, speed: float = 1.0) -> float:
    """How long it takes to read a text."""
    return (len(text) + 1) / _CHARACTERS_PER_SECOND / speed


def tokens_spoken(text: str, speed: float = 1.0) -> int:
    """Audio tokens of a text that is read aloud."""
    return max(1, round(seconds_of_text(text, speed) * TOKENS_PER_SECOND))


def pcm(text: str, speed: float = 1.0) -> bytes:
    """A text as beeps: 24 kHz, 16 bits, little-endian, one channel."""
    beep = _PERIOD * max(1, round(_PERIODS_PER_CHARACTER / speed))
    gap = bytes(len(beep))
    return b"".join(beep * len(word) + gap for word in text.split(" ")) if text else gap


def spoken(text: str, kind: str, speed: float = 1.0) -> bytes:
    """A text in one of the formats.

    Raises:
        KeyError: for a format that is none of ``CONTENT_TYPES``.
    """
    if kind in ("pcm", "pcm16"):
        return pcm(text, speed)
    if kind == "wav":
        return wav(pcm(text, speed))
    return _SILENT[kind](seconds_of_text(text, speed))


_SILENT: dict[str, Callable[[float], bytes]] = {
    "mp3": silence.mp3,
    "opus": silence.opus,
    "aac": silence.aac,
    "flac": silence.flac,
}


def wav(samples: bytes, *, streamed: bool = False) -> bytes:
    """Samples of ``pcm`` as a wave file; one that is ``streamed`` does not know its length (recorded)."""
    whole, inner = (_SIZE_OF_STREAM,) * 2 if streamed else (36 + len(samples), len(samples))
    head = struct.pack("<4sI4s4sIHHIIHH", b"RIFF", whole, b"WAVE", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    return head + struct.pack("<4sI", b"data", inner) + samples
