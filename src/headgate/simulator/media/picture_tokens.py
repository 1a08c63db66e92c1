"""What a picture costs in a prompt: by its size, its detail and the model.

Sources: Microsoft Learn, "Image tokens" and OpenAI's "Images and vision" (2026); 640 by 480 on gpt-4o is 425, recorded.
"""

import math

from msgspec import Struct

from headgate.simulator import catalog
from headgate.simulator.media.pictures import Size

UNSEEN = Size(1024, 1024)
"""What a picture is taken for that is not in the request, but at an address."""
_LONGEST = 2048
_SHORTEST = 768
_TILE = 512
_PATCH = 32
_PATCHES_OF_LOW = 256
"""A picture of low detail is seen at 512 by 512."""


class Tiles(Struct, frozen=True):
    """So many tokens for the picture, and so many for each tile of 512 by 512."""

    base: int
    tile: int


class Patches(Struct, frozen=True):
    """So many tokens for each patch of 32 by 32, up to a number of patches."""

    multiplier: float
    most: int = 1_536
    most_original: int = 1_536
    """With ``detail: original``."""


_BY_PREFIX: dict[str, Tiles | Patches] = {
    "gpt-4o": Tiles(85, 170),
    "gpt-4o-mini": Tiles(2_833, 5_667),
    "gpt-4.1": Tiles(85, 170),
    "gpt-4.1-mini": Patches(1.62),
    "gpt-4.1-nano": Patches(2.46),
    "o1": Tiles(75, 150),
    "o3": Tiles(75, 150),
    "o4-mini": Patches(1.72),
    "gpt-5": Tiles(70, 140),
    "gpt-5-mini": Patches(1.62),
    "gpt-5-nano": Patches(2.46),
    "gpt-5.2": Patches(1.2),
    "gpt-5.3": Patches(1.2),
    "gpt-5.4": Patches(1.2, 2_500, 10_000),
    "gpt-5.5": Patches(1.2, 2_500, 10_000),
    "gpt-5.6": Patches(1.2, 2_500, 10_000),
    "gpt-6": Patches(1.2, 2_500, 10_000),
}
_OF_OTHERS = Tiles(85, 170)


def tokens_for(model: str, size: Size | None, detail: str | None) -> int:
    """Tokens of a picture; None is a size that is not known."""
    prefix = catalog.longest_prefix(_BY_PREFIX, model)
    way = _BY_PREFIX[prefix] if prefix else _OF_OTHERS
    seen = size or UNSEEN
    if isinstance(way, Tiles):
        return way.base + (0 if detail == "low" else way.tile * tiles_of(seen, shortest=_SHORTEST))
    most = {"low": _PATCHES_OF_LOW, "original": way.most_original}.get(detail or "auto", way.most)
    return math.ceil(patches_of(seen, most=most) * way.multiplier)


def patches_of(size: Size, *, most: int) -> int:
    """Patches of a picture that was made as small as it must be to have at most so many, in whole ones one way."""
    width, height = max(1, size.width), max(1, size.height)
    patches = math.ceil(width / _PATCH) * math.ceil(height / _PATCH)
    if patches <= most:
        return patches
    scale = math.sqrt(_PATCH**2 * most / (width * height))
    across, down = width * scale / _PATCH, height * scale / _PATCH
    scale *= min(max(1, math.floor(side)) / side for side in (across, down))
    fitted = math.ceil(round(width * scale / _PATCH, 6)) * math.ceil(round(height * scale / _PATCH, 6))
    return min(fitted, most)


def tiles_of(size: Size, *, shortest: int) -> int:
    """Tiles of a picture that was made to fit 2048 by 2048, then so small that its shortest side is ``shortest``."""
    width, height = max(1, size.width), max(1, size.height)
    scale = min(1.0, _LONGEST / max(width, height))
    scale = min(scale, shortest / min(width, height))
    return math.ceil(round(width * scale) / _TILE) * math.ceil(round(height * scale) / _TILE)
