"""Sound in the formats of realtime conversations: how long it is, how loud, and the tone that stands for a voice.

Formats: 16-bit PCM at 24 kHz, and both kinds of G.711 at 8 kHz (ITU-T G.711).
"""

import functools
import math
import sys
from array import array
from bisect import bisect_left
from collections.abc import Sequence

PCM, PCMU, PCMA = "audio/pcm", "audio/pcmu", "audio/pcma"

BYTES_PER_SECOND = {PCM: 48_000, PCMU: 8_000, PCMA: 8_000}
"""By format."""

_FULL_SCALE = 32_768
_TONE_HERTZ = 200
VOICE_MS = 200
"""What a spoken token lasts."""
_TONE_SECONDS = VOICE_MS / 1000
"""Forty whole waves: pieces of the tone join without a click."""
_TONE_AMPLITUDE = 3_000
_EVERY = 8
"""Of so many samples one is looked at: loudness needs no more."""


def milliseconds(kind: str, count: int) -> float:
    """How long so many bytes of a format last."""
    return count * 1000 / BYTES_PER_SECOND[kind]


def loudness(kind: str, piece: bytes) -> float:
    """The mean amplitude of a piece, 1 being as loud as the format goes."""
    samples = _samples(kind, piece)
    return sum(map(abs, samples)) / len(samples) / _FULL_SCALE if samples else 0.0


@functools.cache
def voice(kind: str) -> bytes:
    """A fifth of a second of the tone that simulated models speak with."""
    count = round((BYTES_PER_SECOND[kind] if kind != PCM else BYTES_PER_SECOND[kind] / 2) * _TONE_SECONDS)
    wave = [
        round(_TONE_AMPLITUDE * math.sin(2 * math.pi * _TONE_HERTZ * _TONE_SECONDS * at / count)) for at in range(count)
    ]
    if kind == PCM:
        return b"".join(sample.to_bytes(2, "little", signed=True) for sample in wave)
    table = _mu_law() if kind == PCMU else _a_law()
    by_value = sorted((value, code) for code, value in enumerate(table))
    values = [value for value, _ in by_value]
    return bytes(by_value[min(bisect_left(values, sample), 255)][1] for sample in wave)


def _samples(kind: str, piece: bytes) -> Sequence[int]:
    if kind == PCM:
        samples = array("h", piece[: len(piece) // 2 * 2])
        if sys.byteorder == "big":
            samples.byteswap()
        return samples[::_EVERY]
    table = _mu_law() if kind == PCMU else _a_law()
    return [table[code] for code in piece[::_EVERY]]


@functools.cache
def _mu_law() -> tuple[int, ...]:
    """What each code of µ-law stands for."""
    values = []
    for code in range(256):
        bits = ~code & 0xFF
        magnitude = ((((bits & 0x0F) << 3) + 0x84) << (bits >> 4 & 7)) - 0x84
        values.append(-magnitude if bits & 0x80 else magnitude)
    return tuple(values)


@functools.cache
def _a_law() -> tuple[int, ...]:
    """What each code of A-law stands for."""
    values = []
    for code in range(256):
        bits = code ^ 0x55
        exponent, magnitude = bits >> 4 & 7, ((bits & 0x0F) << 4) + 8
        if exponent:
            magnitude = (magnitude + 0x100) << (exponent - 1)
        values.append(magnitude if bits & 0x80 else -magnitude)
    return tuple(values)
