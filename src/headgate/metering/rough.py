"""A prompt's tokens by its length alone: what holds are taken on, before anything is known."""

from typing import Final

_BYTES_PER_TOKEN: Final = 4
"""Azure's own limiter approximates so (its headers, recorded 2024 to 2026)."""
_SEARCHED_BYTES: Final = 16_384
"""Shorter bodies hold no picture or sound worth looking for."""
_ENCODED_MARKS: Final = (b";base64,", b'"input_audio"')
_TOKENS_PER_ENCODED: Final = 1_000
"""Of a picture or a sound within a body, whatever its size. (A picture on gpt-4o in high detail: 255 to 1,105.)"""
_ENCODED_PARTS_MAX: Final = 64


def rough_prompt_tokens(length: int) -> int:
    """Tokens of so many bytes of text, rounded up. O(1)."""
    return -(-length // _BYTES_PER_TOKEN)


def rough_body_tokens(body: bytes) -> int:
    """Tokens of a JSON request body, rounded up; pictures and sounds in base64 count as so many tokens each.

    Without that, a picture of 5 MB would be held as 1.3 million tokens, and no limit could ever admit it.
    """
    length = len(body)
    encoded = 0
    if length > _SEARCHED_BYTES:
        for mark in _ENCODED_MARKS:
            parts, size = _encoded(body, mark)
            length -= size
            encoded += parts
    return rough_prompt_tokens(length) + encoded * _TOKENS_PER_ENCODED


def _encoded(body: bytes, mark: bytes) -> tuple[int, int]:
    """How many encoded parts follow a mark, and their size together; each reaches to the end of its string."""
    parts = size = position = 0
    for _ in range(_ENCODED_PARTS_MAX):
        start = body.find(mark, position)
        if start < 0:
            break
        end = start + len(mark)
        if mark.endswith(b'"'):  # the object of a sound: its data is the string after the key
            end = body.find(b'"', body.find(b":", body.find(b'"data"', end))) + 1
        stop = body.find(b'"', end)
        if end <= 0 or stop < 0:
            break
        parts += 1
        size += stop - end
        position = stop
    return parts, size
