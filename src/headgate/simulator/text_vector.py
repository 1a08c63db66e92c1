"""The vector of a text: texts that share words and parts of words lie near each other.

Every word, stem and pair of words adds to a few places of the vector (feature hashing); a little of the text's own
digest everywhere makes it dense, as a model's vectors are. The same text has the same vector, of length one.
"""

import hashlib
import math
import re
import sys
import zlib
from array import array
from collections import defaultdict
from operator import mul

_WORD = re.compile(r"\w+")
_PLACES = 6
"""Of each feature: enough that features that meet in one place are told apart in others."""
_STEM_LETTERS = 5
_COMMON_WORDS = (
    "a an and are as at be but by can do does for from has have how i in is it its me my of on or our so that the "
    "their there they this to was we what when where which who why will with you your der die das und ist ein eine "
    "zu den von mit wie le la les un une des et est de que el los las y en il che per"
)
_COMMON = frozenset(_COMMON_WORDS.split())
_COMMON_WEIGHT = 0.15
_PAIR_WEIGHT = 0.5
_OWN_SHARE = 0.25
"""Length of the text's own part beside its features' length of one."""
_FEATURES_MAX = 2_000
"""Of one text; what follows is in the digest only."""


def vector(text: str, dimensions: int) -> "array[float]":
    """A text's vector of so many values."""
    values = [0.0] * dimensions
    for feature, weight in _features(text).items():
        _add(values, feature, weight, dimensions)
    length = math.sqrt(sum(map(mul, values, values)))
    own = _own(text, dimensions)
    share = _OWN_SHARE if length else 1.0
    scale = 1 / length if length else 0.0
    whole = [scale * value + share * mine for value, mine in zip(values, own, strict=True)]
    length = math.sqrt(sum(map(mul, whole, whole))) or 1.0
    return array("f", [value / length for value in whole])


def _features(text: str) -> dict[str, float]:
    words = _WORD.findall(text.lower())[:_FEATURES_MAX]
    counted: defaultdict[str, float] = defaultdict(float)
    for word, following in zip(words, [*words[1:], ""], strict=False):
        weight = _COMMON_WEIGHT if word in _COMMON else 1.0
        counted[word] += weight
        if len(word) > _STEM_LETTERS:
            counted[word[:_STEM_LETTERS] + "…"] += weight
        if following and weight == 1.0 and following not in _COMMON:
            counted[f"{word} {following}"] += _PAIR_WEIGHT
    return counted


def _add(values: list[float], feature: str, weight: float, dimensions: int) -> None:
    drawn = zlib.crc32(feature.encode())
    for _ in range(_PLACES):
        drawn = (drawn * 1_103_515_245 + 12_345) & 0x7FFF_FFFF  # a linear congruential generator, as in C's rand()
        values[(drawn >> 8) % dimensions] += weight if drawn & 64 else -weight


def _own(text: str, dimensions: int) -> list[float]:
    """The text's digest, stretched to the length, scaled to length one."""
    raw = array("h", hashlib.shake_128(text.encode(errors="replace")).digest(2 * dimensions))
    if sys.byteorder == "big":
        raw.byteswap()
    length = math.sqrt(sum(map(mul, raw, raw))) or 1.0
    return [value / length for value in raw]
