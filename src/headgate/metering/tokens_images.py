"""What a picture in a prompt counts: by its size and detail, in tiles or in patches, as the model's maker says.

Tiles (checked against a recording: 640 by 480 on gpt-4o counts 425) and patches are OpenAI's documented rules, with the
factors of each model; a picture whose size cannot be seen, because only its address is given, counts as a square of
1024 pixels.
"""

import base64
import binascii
import struct
from typing import NamedTuple

UNKNOWN_SIZE = (1024, 1024)
_HEADER_LETTERS = 65_536
"""How much of a picture in base64 is looked at for its size; a JPEG may carry a preview and a colour profile first."""
_PATCHES_MAX = 1_536


class _Rule(NamedTuple):
    """How a family of models counts: tiles of 512 pixels, or patches of 32."""

    base: int
    tile: int
    patch_factor: float = 0.0


_RULES: tuple[tuple[str, _Rule], ...] = (
    ("gpt-4o-mini", _Rule(2_833, 5_667)),
    ("gpt-4.1-mini", _Rule(0, 0, 1.62)),
    ("gpt-4.1-nano", _Rule(0, 0, 2.46)),
    ("o4-mini", _Rule(0, 0, 1.72)),
    ("gpt-5-mini", _Rule(0, 0, 1.62)),
    ("gpt-5-nano", _Rule(0, 0, 2.46)),
    ("gpt-5.1", _Rule(70, 140)),
    ("gpt-5.", _Rule(0, 0, 1.2)),
    ("gpt-5", _Rule(70, 140)),
    ("gpt-6", _Rule(0, 0, 1.2)),
    ("o1", _Rule(75, 150)),
    ("o3", _Rule(75, 150)),
    ("", _Rule(85, 170)),
)
"""By the beginning of the model's name; the first that fits."""


def image_tokens(model: str, url: str, detail: str) -> int:
    """Return what a picture counts in a prompt to ``model``; ``detail`` is ``low``, ``high``, ``auto`` or empty."""
    rule = next(rule for prefix, rule in _RULES if model.startswith(prefix))
    width, height = image_size(url) or UNKNOWN_SIZE
    if rule.patch_factor:
        return _patches(width, height, rule.patch_factor)
    if detail == "low":
        return rule.base
    return rule.base + rule.tile * _tiles(width, height)


def image_size(url: str) -> tuple[int, int] | None:
    """Return width and height of a picture in a ``data:`` URL (PNG, GIF, JPEG, WebP); None when they cannot be seen."""
    head, comma, data = url[: _HEADER_LETTERS + 100].partition(",")
    if not comma or not head.startswith("data:") or not head.endswith("base64"):
        return None
    usable = data[: len(data) - len(data) % 4]
    try:
        picture = base64.b64decode(usable, validate=False)
        size = _size_in(picture)
    except (binascii.Error, ValueError, struct.error, IndexError):
        return None
    return size if size is not None and 0 < size[0] <= 65_535 and 0 < size[1] <= 65_535 else None


def _tiles(width: int, height: int) -> int:
    """Fit into 2048 pixels, then the shorter side to 768; count tiles of 512."""
    shrink = min(1.0, 2048 / max(width, height))
    shrink *= min(1.0, 768 / (min(width, height) * shrink))
    return _parts(width * shrink, 512) * _parts(height * shrink, 512)


def _patches(width: int, height: int, factor: float) -> int:
    """Count patches of 32 pixels, as many as the models take at most."""
    return int(-(-min(_parts(width, 32) * _parts(height, 32), _PATCHES_MAX) * factor // 1))


def _parts(length: float, part: int) -> int:
    return max(1, int(-(-round(length) // part)))


def _size_in(picture: bytes) -> tuple[int, int] | None:
    if picture.startswith(b"\x89PNG\r\n\x1a\n"):
        return _two(">II", picture, 16)
    if picture.startswith((b"GIF87a", b"GIF89a")):
        return _two("<HH", picture, 6)
    if picture.startswith(b"\xff\xd8"):
        return _jpeg_size(picture)
    if picture.startswith(b"RIFF") and picture[8:12] == b"WEBP":
        return _webp_size(picture)
    return None


def _two(form: str, picture: bytes, place: int) -> tuple[int, int]:
    width, height = struct.unpack_from(form, picture, place)
    return int(width), int(height)


def _jpeg_size(picture: bytes) -> tuple[int, int] | None:
    """Walk the segments to the first start of frame (ITU T.81: SOF0 to SOF15 without DHT, JPG and DAC)."""
    place = 2
    while place + 9 <= len(picture) and picture[place] == 0xFF:
        marker = picture[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = _two(">HH", picture, place + 5)
            return width, height
        place += 2 + max(int.from_bytes(picture[place + 2 : place + 4], "big"), 2)
    return None


def _webp_size(picture: bytes) -> tuple[int, int] | None:
    kind = picture[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(picture[24:27], "little"), 1 + int.from_bytes(picture[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(picture[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = _two("<HH", picture, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None
