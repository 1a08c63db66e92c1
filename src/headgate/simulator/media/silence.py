"""Silence in the compressed formats of speech: frames that decoders take, as many as a length needs."""

import functools
import struct

RATE = 24_000
"""Samples a second of all but MP3."""

_MP3_FRAME = b"\xff\xfb\x90\x64" + bytes(413)
"""Without sound: 26 ms at 44.1 kHz and 128 kbit/s."""
_MP3_FRAME_SECONDS = 1152 / 44_100
_AAC_FRAME = bytes.fromhex("fff1584001bffc") + bytes.fromhex("00c800802380")
"""ADTS head (AAC-LC, 24 kHz, one channel, 13 bytes), then a block without sound (ISO 13818-7)."""
_AAC_FRAME_SECONDS = 1024 / RATE
_OPUS_PACKET = b"\xf8\xff\xfe"
"""20 ms without sound (RFC 6716: CELT, full band, one channel)."""
_OPUS_GRAIN = 960
"""Of a packet, at the 48 kHz in which Ogg counts (RFC 7845)."""
_PACKETS_PER_PAGE = 50
_OPUS_HEAD = struct.pack("<8sBBHIHB", b"OpusHead", 1, 1, 312, RATE, 0, 0)
_OPUS_TAGS = struct.pack("<8sI9sI", b"OpusTags", 9, b"simulated", 0)
_FLAC_BLOCK = 4_096


def mp3(seconds: float) -> bytes:
    """MP3."""
    return _MP3_FRAME * _count(seconds, _MP3_FRAME_SECONDS)


def aac(seconds: float) -> bytes:
    """AAC in ADTS."""
    return _AAC_FRAME * _count(seconds, _AAC_FRAME_SECONDS)


def opus(seconds: float) -> bytes:
    """Opus in Ogg, a page for each second."""
    packets = _count(seconds, 0.02)
    pages = [_page(2, 0, 0, [_OPUS_HEAD]), _page(0, 0, 1, [_OPUS_TAGS])]
    for first in range(0, packets, _PACKETS_PER_PAGE):
        count = min(_PACKETS_PER_PAGE, packets - first)
        last = first + count == packets
        grain = (first + count) * _OPUS_GRAIN
        pages.append(_page(4 if last else 0, grain, len(pages), [_OPUS_PACKET] * count))
    return b"".join(pages)


def flac(seconds: float) -> bytes:
    """FLAC of constant blocks (RFC 9639)."""
    blocks = _count(seconds, _FLAC_BLOCK / RATE)
    packed = RATE << 44 | 0 << 41 | 15 << 36 | blocks * _FLAC_BLOCK
    info = struct.pack(">HH", _FLAC_BLOCK, _FLAC_BLOCK) + bytes(6) + packed.to_bytes(8, "big") + bytes(16)
    head = b"fLaC\x80" + len(info).to_bytes(3, "big") + info
    return head + b"".join(_flac_frame(number) for number in range(blocks))


def _count(seconds: float, each: float) -> int:
    return max(1, -int(-seconds // each))


def _flac_frame(number: int) -> bytes:
    """A frame in which every sample is 0; numbers are written as UTF-8 writes characters."""
    head = b"\xff\xf8\xc7\x08" + chr(number).encode()
    head += _crc(head, bits=8, polynomial=0x07).to_bytes(1, "big")
    frame = head + bytes(3)
    return frame + _crc(frame, bits=16, polynomial=0x8005).to_bytes(2, "big")


def _page(flags: int, grain: int, number: int, packets: list[bytes]) -> bytes:
    """A page of Ogg (RFC 3533) whose packets are all shorter than 255 bytes."""
    sizes = bytes(len(packet) for packet in packets)
    after = bytes([len(packets)]) + sizes + b"".join(packets)
    before = struct.pack("<4sBBqII", b"OggS", 0, flags, grain, 1, number)
    check = _crc(before + bytes(4) + after, bits=32, polynomial=0x04C11DB7)
    return before + struct.pack("<I", check) + after


def _crc(data: bytes, *, bits: int, polynomial: int) -> int:
    """A checksum without reflection, from 0."""
    table = _table(bits, polynomial)
    value, mask = 0, (1 << bits) - 1
    for byte in data:
        value = (value << 8 & mask) ^ table[(value >> (bits - 8)) ^ byte]
    return value


@functools.cache
def _table(bits: int, polynomial: int) -> list[int]:
    top, mask = 1 << (bits - 1), (1 << bits) - 1
    table = []
    for byte in range(256):
        value = byte << (bits - 8)
        for _ in range(8):
            value = (value << 1 ^ polynomial if value & top else value << 1) & mask
        table.append(value)
    return table
