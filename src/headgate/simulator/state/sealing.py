"""Encrypted reasoning: text that only the resource that made it takes back."""

import base64
import hashlib
import hmac
import random
import struct

_TAG_BYTES = 32
_VERSION = b"\x80"
"""The first byte of a Fernet token, which is what Azure's items look like: they begin with ``gAAAAA``."""


class Seal:
    """Seals a count of reasoning tokens. Nothing here is secret, but what another resource sealed is not taken."""

    def __init__(self, resource: str) -> None:
        """The seal of one resource; the same in every run."""
        self._key = hashlib.sha256(f"headgate simulator {resource}".encode()).digest()

    def seal(self, tokens: int, *, created: int, seed: int) -> str:
        """Something opaque of about the length of that many tokens."""
        noise = random.Random(seed).randbytes(min(max(tokens, 16), 4096))  # noqa: S311 (padding, no secret)
        body = _VERSION + struct.pack(">QI", created, tokens) + noise
        return base64.urlsafe_b64encode(body + self._tag(body)).decode()

    def is_mine(self, sealed: str) -> bool:
        """Whether this resource made it."""
        try:
            raw = base64.urlsafe_b64decode(sealed.encode())
        except ValueError:
            return False
        return hmac.compare_digest(self._tag(raw[:-_TAG_BYTES]), raw[-_TAG_BYTES:])

    def _tag(self, body: bytes) -> bytes:
        return hmac.new(self._key, body, hashlib.sha256).digest()
