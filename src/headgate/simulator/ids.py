"""Ids as Azure makes them. They need to be unique, not secret."""

import random
import string

_BASE62 = (string.digits + string.ascii_letters).encode()
_TO_BASE62 = bytes(_BASE62[byte % 62] for byte in range(256))

_random = random.Random()  # noqa: S311 (ids and padding, no secrets)


def uuid() -> bytes:
    """A random UUID: ``apim-request-id``, ``x-request-id``."""
    digits = b"%032x" % _random.getrandbits(128)
    return b"-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def base62(length: int) -> bytes:
    """Random letters and digits."""
    return _random.randbytes(length).translate(_TO_BASE62)


def completion() -> bytes:
    """``chatcmpl-`` and 29 letters and digits."""
    return b"chatcmpl-" + base62(29)


def text_completion() -> bytes:
    """``cmpl-`` and 29 letters and digits."""
    return b"cmpl-" + base62(29)


def call() -> bytes:
    """``call_`` and 24 letters and digits: a tool call."""
    return b"call_" + base62(24)


def of(prefix: str, length: int = 24) -> str:
    """An id of something kept: the prefix with its separator, then letters and digits."""
    return prefix + base62(length).decode()


class ResponseIds:
    """The ids within one response, which share a prefix: ``resp_<18 hex><unix seconds, 8 hex><24 hex>``."""

    def __init__(self, created: int) -> None:
        """Draw the prefix of a response made at ``created`` (Unix seconds)."""
        self._prefix = f"{_random.getrandbits(64):016x}00"
        self._created = created

    def new(self, kind: str) -> str:
        """An id of a kind: ``resp``, ``msg``, ``fc``, ``rs``."""
        return f"{kind}_{self._prefix}{self._created:08x}{_random.getrandbits(96):024x}"
