"""The random padding of streamed events, which hides the length of a token from someone who watches the wire."""

from headgate.simulator import ids

_BLOCK = 16
"""Recorded in March 2026: text and padding together fill blocks of 16."""
_POOL = ids.base62(4096)
_STRIDE = 13


class Obfuscation:
    """Pads the events of one stream."""

    def __init__(self) -> None:
        """Start anywhere in the pool: the padding means nothing."""
        self._position = 0

    def pad(self, length: int) -> bytes:
        """Padding for a text of so many characters."""
        self._position = (self._position + _STRIDE) % (len(_POOL) - _BLOCK)
        return _POOL[self._position : self._position + _BLOCK - length % _BLOCK]
