"""Headgate keys: from the credential of a request to its caller.

A key is known only by its SHA-256. The digest of what was sent is looked up and compared in constant time, so that
neither the look-up nor the comparison tells how close a guess was: what varies with the digest cannot be steered.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from headgate.core.caller import Caller
from headgate.core.credential import Credential
from headgate.core.refusal import Refusal

ACCESS_DENIED: Final = (
    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an "
    "active subscription and use a correct regional API endpoint for your resource."
)
"""Azure's own words (recorded exchanges): clients and people search for them."""

_UNKNOWN_KEY: Final = Refusal(401, "401", ACCESS_DENIED, type="authentication_error")
_EXPIRED_KEY: Final = Refusal(
    401, "401", "Access denied: this key has expired. Ask for a new one.", type="authentication_error"
)
_KEY_BYTES_MAX: Final = 512
"""Longer credentials are not Headgate keys; hashing them would be work for nothing."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept: never the key itself."""

    name: str
    digest: bytes
    """SHA-256, 32 bytes."""
    expires_at: float
    """Unix seconds; infinity for never."""
    caller: Caller


class KeyRing:
    """All keys of a configuration: one kind of identity provider.

    Others (Entra) will take the same credential and give the same answer: a ``Caller``, a ``Refusal``, or None for
    "not one of mine", so that they can be asked in turn.
    """

    def __init__(self, keys: Mapping[bytes, Key]) -> None:
        """Take the keys by digest."""
        self._keys = dict(keys)

    def identify(self, credential: Credential, now: float) -> Caller | Refusal | None:
        """Say whose key this is; None when it is no key of this ring. ``now`` is Unix seconds."""
        if len(credential.secret) > _KEY_BYTES_MAX:
            return None
        digest = credential.digest
        key = self._keys.get(digest)
        if key is None or not hmac.compare_digest(key.digest, digest):
            return None
        return _EXPIRED_KEY if now >= key.expires_at else key.caller


def decide(rings: tuple[KeyRing, ...], credential: Credential, now: float) -> Caller | Refusal:
    """Say who calls. ``now`` is Unix seconds."""
    if credential.secret:
        for ring in rings:
            decision = ring.identify(credential, now)
            if decision is not None:
                return decision
    return _UNKNOWN_KEY
