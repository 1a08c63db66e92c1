"""How large a picture is, read from its first bytes."""

import struct
from collections.abc import Callable

from msgspec import Struct

PNG = b"\x89PNG\r\n\x1a\n"
"""How one begins."""
_JPEG_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
"""Markers of a frame's beginning, where the size stands (ITU T.81, table B.1)."""
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length."""


class Size(Struct, frozen=True):
    """Of a picture, in pixels."""

    width: int
    height: int


def size_of(picture: bytes) -> Size | None:
    """The size of a PNG, GIF, JPEG or WebP from its first bytes; None when it is none of them, or is cut too short."""
    for begins, reader in _READERS.items():
        if picture.startswith(begins):
            try:
                return reader(picture)
            except (struct.error, IndexError):
                return None
    return None


def _png_size(picture: bytes) -> Size | None:
    return Size(*struct.unpack_from(">II", picture, 16))


def _gif_size(picture: bytes) -> Size | None:
    return Size(*struct.unpack_from("<HH", picture, 6))


def _jpeg_size(picture: bytes) -> Size | None:
    at = 2
    while picture[at] == 0xFF:
        marker = picture[at + 1]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", picture, at + 5)
            return Size(width, height)
        at += 2 if marker in _JPEG_ALONE else 2 + struct.unpack_from(">H", picture, at + 2)[0]
    return None


def _webp_size(picture: bytes) -> Size | None:
    kind = picture[12:16]
    if kind == b"VP8X":
        return Size(_of_three(picture, 24) + 1, _of_three(picture, 27) + 1)
    if kind == b"VP8L":
        packed = struct.unpack_from("<I", picture, 21)[0]
        return Size((packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1)
    width, height = struct.unpack_from("<HH", picture, 26)
    return Size(width & 0x3FFF, height & 0x3FFF)


def _of_three(picture: bytes, at: int) -> int:
    low, high = struct.unpack_from("<HB", picture, at)
    return int(high << 16 | low)


_READERS: dict[bytes, Callable[[bytes], Size | None]] = {
    PNG: _png_size,
    b"GIF8": _gif_size,
    b"\xff\xd8": _jpeg_size,
    b"RIFF": _webp_size,
}
