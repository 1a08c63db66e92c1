"""What a caller sends to say who it is."""

import hashlib
from typing import Final


class Credential:
    """A secret as it was sent, and its digest, which is all that anything is compared with.

    A connection repeats its head, and the head keeps this: the digest is computed once for both. It has no readable
    form, so that a secret cannot slip into a log by way of what holds it.
    """

    __slots__ = ("_digest", "secret")

    def __init__(self, secret: bytes = b"") -> None:
        """Take what was sent."""
        self.secret = secret
        self._digest = b""

    @property
    def digest(self) -> bytes:
        """SHA-256 of the secret, 32 bytes."""
        digest = self._digest
        if not digest:
            digest = self._digest = hashlib.sha256(self.secret).digest()
        return digest

    def __repr__(self) -> str:
        """Whether anything was sent."""
        return f"<credential, {len(self.secret)} bytes>"


NOTHING_SENT: Final = Credential()
"""Of a request that says nothing of its caller."""
