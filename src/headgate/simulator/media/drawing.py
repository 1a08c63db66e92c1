"""Pictures of one colour, of any size: few bytes, and what every viewer takes."""

import functools
import struct
import zlib
from collections.abc import Callable

from headgate.simulator.media.pictures import PNG, Size

_SIDE_MAX = 8_192
_BRIGHTNESS = (0.299, 0.587, 0.114)
"""Shares of red, green and blue (ITU-R BT.601)."""
_CATEGORIES = 9
"""Of differences of brightness in JPEG: each has a code of four bits, its number."""


@functools.lru_cache(maxsize=64)
def drawn(kind: str, size: Size, colour: int, *, transparent: bool = False) -> bytes:
    """A picture of one colour (24 bits: red, green, blue), at most 8,192 pixels a side; JPEG is grey, and not clear.

    Raises:
        KeyError: for a kind that is none of ``png``, ``jpeg`` and ``webp``.
    """
    fitting = Size(min(size.width, _SIDE_MAX), min(size.height, _SIDE_MAX))
    return _KINDS[kind](fitting, colour, 0 if transparent else 255)


def _png(size: Size, colour: int, alpha: int) -> bytes:
    """One bit a pixel, all 0, and a palette of one colour."""
    row = bytes(1 + -(-size.width // 8))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", size.width, size.height, 1, 3, 0, 0, 0)),
        (b"PLTE", colour.to_bytes(3, "big")),
        (b"tRNS", bytes([alpha])),
        (b"IDAT", zlib.compress(row * size.height)),
        (b"IEND", b""),
    )
    return PNG + b"".join(_png_chunk(name, data) for name, data in chunks)


def _png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _jpeg(size: Size, colour: int, _alpha: int) -> bytes:
    """As bright as the colour: the first block says how bright, all others that nothing changes (ITU T.81)."""
    parts = colour.to_bytes(3, "big")
    grey = round(sum(part * share for part, share in zip(parts, _BRIGHTNESS, strict=True)))
    segments = (
        (0xDB, bytes([0, *[8] * 64])),
        (0xC0, struct.pack(">BHHB", 8, size.height, size.width, 1) + b"\x01\x11\0"),
        (0xC4, bytes([0x00, 0, 0, 0, _CATEGORIES, *[0] * 12, *range(_CATEGORIES)])),
        (0xC4, bytes([0x10, 1, *[0] * 15, 0])),
        (0xDA, b"\x01\x01\0\0\x3f\0"),
    )
    head = b"".join(struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data for marker, data in segments)
    blocks = -(-size.width // 8) * -(-size.height // 8)
    return b"\xff\xd8" + head + _jpeg_scan(grey - 128, blocks) + b"\xff\xd9"


def _jpeg_scan(difference: int, blocks: int) -> bytes:
    """The code of the category, the difference in as many bits, and the code that ends the block: one bit, 0."""
    category = abs(difference).bit_length()
    value = difference if difference >= 0 else difference + (1 << category) - 1
    bits = f"{category:04b}" + (f"{value:0{category}b}" if category else "") + "0" + "00000" * (blocks - 1)
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")


def _webp(size: Size, colour: int, alpha: int) -> bytes:
    """Without loss: each of five codes has one symbol, which takes no bits, so that the pixels take none (RFC 9649)."""
    red, green, blue = colour.to_bytes(3, "big")
    packed, at = 0, 0
    fields = [(size.width - 1, 14), (size.height - 1, 14), (int(alpha < 255), 1), (0, 3), (0, 1), (0, 1), (0, 1)]
    for symbol in (green, red, blue, alpha, 0):
        fields += [(1, 1), (0, 1), (1, 1), (symbol, 8)]
    for value, width in fields:
        packed |= value << at
        at += width
    data = b"\x2f" + packed.to_bytes(-(-at // 8), "little")
    padded = data + bytes(len(data) % 2)
    return struct.pack("<4sI4s4sI", b"RIFF", 12 + len(padded), b"WEBP", b"VP8L", len(data)) + padded


_KINDS: dict[str, Callable[[Size, int, int], bytes]] = {"png": _png, "jpeg": _jpeg, "webp": _webp}
