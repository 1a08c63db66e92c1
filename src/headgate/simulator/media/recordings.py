"""How long a recording is, as its own head says; and what it costs to listen to."""

import struct
from collections.abc import Callable

_BYTES_PER_SECOND = 16_000
"""A recording whose head is not understood is taken for 128 kbit/s."""
_TOKENS_PER_SECOND = 10
"""OpenAI's prices: gpt-4o-audio 0.06 USD a minute at 100 USD a million tokens, gpt-4o-transcribe 0.006 at 10."""

_MP3_KILOBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""Of MPEG 1, layer III (ISO 11172-3)."""
_MP3_KILOBITS_OF_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""Of MPEG 2 (ISO 13818-3)."""
_AAC_RATES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000)
_OPUS_RATE = 48_000
"""What the positions of Opus in Ogg are counted in (RFC 7845)."""
_SECONDS_MAX = 86_400
"""What a head may claim: a day. Others would have tokens and texts made by the billion."""
_SIZE_OF_STREAM = 0xFFFFFFFF
"""In a wave file that was written while its length was not known."""


def tokens_heard(seconds: float) -> int:
    """Tokens of a recording in a prompt."""
    return max(1, round(seconds * _TOKENS_PER_SECOND))


def seconds_of(recording: bytes) -> float:
    """How long a WAV, MP3, AAC, FLAC, Ogg or MP4 is; all else, what is cut short, and what lies, goes by its size."""
    for matches, reader in _READERS:
        if matches(recording):
            try:
                seconds = reader(recording)
            except (struct.error, IndexError, ZeroDivisionError):
                break
            if seconds is not None and seconds <= _SECONDS_MAX:
                return seconds
    return len(recording) / _BYTES_PER_SECOND


def _wav(recording: bytes) -> float | None:
    at, per_second = 12, 0
    while at + 8 <= len(recording):
        name, size = struct.unpack_from("<4sI", recording, at)
        if name == b"fmt ":
            per_second = struct.unpack_from("<I", recording, at + 16)[0]
        elif name == b"data":
            there = len(recording) - at - 8
            return (there if size == _SIZE_OF_STREAM else min(size, there)) / per_second
        at += 8 + size + size % 2
    return None


def _mp3(recording: bytes) -> float | None:
    begins = 0
    if recording.startswith(b"ID3"):
        size = 0
        for byte in recording[6:10]:
            size = size << 7 | byte & 0x7F
        begins = 10 + size
    if recording[begins] != 0xFF or recording[begins + 1] & 0xE0 != 0xE0:
        return None
    of_first = recording[begins + 1] & 0x18 == 0x18
    kilobits = (_MP3_KILOBITS if of_first else _MP3_KILOBITS_OF_2)[recording[begins + 2] >> 4]
    return (len(recording) - begins) * 8 / (kilobits * 1000)


def _aac(recording: bytes) -> float | None:
    """By the length of the first frame of ADTS."""
    length = (recording[3] & 3) << 11 | recording[4] << 3 | recording[5] >> 5
    rate = _AAC_RATES[recording[2] >> 2 & 0x0F]
    return len(recording) / length * 1024 / rate


def _flac(recording: bytes) -> float | None:
    packed = int.from_bytes(recording[18:26], "big")
    samples = packed & (1 << 36) - 1
    return samples / (packed >> 44) if samples else None


def _ogg(recording: bytes) -> float | None:
    """By the position that the last page names."""
    position: int = struct.unpack_from("<q", recording, recording.rindex(b"OggS") + 6)[0]
    named = recording.find(b"\x01vorbis", 0, 128)
    rate = _OPUS_RATE if named < 0 else struct.unpack_from("<I", recording, named + 12)[0]
    return position / rate if position > 0 else None


def _mp4(recording: bytes) -> float | None:
    at = recording.find(b"mvhd") + 4
    if at < 4:
        return None
    scale, duration = struct.unpack_from(
        ">IQ" if recording[at] else ">II", recording, at + (20 if recording[at] else 12)
    )
    return float(duration / scale)


def _begins_with_frame(layers: int) -> Callable[[bytes], bool]:
    """Whether MPEG audio begins: eleven bits that are set, and the layer; ADTS has layer 0."""
    return lambda recording: recording[:1] == b"\xff" and len(recording) > 6 and recording[1] & 0xE6 == 0xE0 | layers


_READERS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], float | None]], ...] = (
    (lambda recording: recording[:4] == b"RIFF" and recording[8:12] == b"WAVE", _wav),
    (lambda recording: recording.startswith(b"ID3"), _mp3),
    (_begins_with_frame(0x02), _mp3),
    (_begins_with_frame(0x00), _aac),
    (lambda recording: recording.startswith(b"fLaC"), _flac),
    (lambda recording: recording.startswith(b"OggS"), _ogg),
    (lambda recording: recording[4:8] == b"ftyp", _mp4),
)
