"""A text read aloud as beeps, in the formats that are asked for.

Wave and PCM hold a beep for each word, as long as the word; the compressed formats hold silence of the same length.
"""

import struct
from collections.abc import Callable

from headgate.simulator.media import silence

RATE = silence.RATE
_CHARACTERS_PER_SECOND = 15
"""How fast a text is read."""
_SAMPLES_PER_CHARACTER = RATE // _CHARACTERS_PER_SECOND
_PERIOD = struct.pack("<50h", *(int(6_000 * (1 - abs(at - 25) / 12.5)) for at in range(50)))
"""A triangle of 480 Hz; 32 of them are a character."""
_BEEP = _PERIOD * (_SAMPLES_PER_CHARACTER // 50)
_GAP = bytes(len(_BEEP))

TOKENS_PER_SECOND = 20
"""OpenAI's price of gpt-4o-audio: 0.24 USD a minute at 200 USD a million tokens."""

CONTENT_TYPES = {
    "mp3": b"audio/mpeg",
    "opus": b"audio/opus",
    "aac": b"audio/aac",
    "flac": b"audio/flac",
    "wav": b"audio/wav",
    "pcm": b"audio/pcm",
    "pcm16": b"audio/pcm",
}
"""By format; ``pcm16`` is chat's name of ``pcm``: 24 kHz, 16 bits, one channel."""


def seconds_of_text(text: str) -> float:
    """How long it takes to read a text."""
    return (len(text) + 1) / _CHARACTERS_PER_SECOND


def tokens_spoken(text: str) -> int:
    """Audio tokens of a text that is read aloud."""
    return max(1, round(seconds_of_text(text) * TOKENS_PER_SECOND))


def pcm(text: str) -> bytes:
    """A text as beeps: 24 kHz, 16 bits, little-endian, one channel."""
    return b"".join(_BEEP * len(word) + _GAP for word in text.split(" ")) if text else _GAP


def spoken(text: str, kind: str) -> bytes:
    """A text in one of the formats.

    Raises:
        KeyError: for a format that is none of ``CONTENT_TYPES``.
    """
    if kind in ("pcm", "pcm16"):
        return pcm(text)
    if kind == "wav":
        return wav(pcm(text))
    return _SILENT[kind](seconds_of_text(text))


_SILENT: dict[str, Callable[[float], bytes]] = {
    "mp3": silence.mp3,
    "opus": silence.opus,
    "aac": silence.aac,
    "flac": silence.flac,
}


def wav(samples: bytes) -> bytes:
    """Samples of ``pcm`` as a wave file."""
    head = struct.pack("<4sI4s4sIHHIIHH", b"RIFF", 36 + len(samples), b"WAVE", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    return head + struct.pack("<4sI", b"data", len(samples)) + samples
