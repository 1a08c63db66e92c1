"""Signed tokens (RS256): keys that rotate, signing, verifying. Needs the package ``cryptography``."""

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any

import msgspec

from headgate.core.errors import HeadgateError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

_KEYS_KEPT = 2
"""The newest signs; the one before is still published, so that tokens out there stay good."""
_TOKEN_BYTES_MAX = 32_768


def require_cryptography() -> None:
    """Find out before the first token whether tokens can be signed.

    Raises:
        HeadgateError: when the package is not installed.
    """
    try:
        import cryptography  # noqa: F401 (only whether it is here)
    except ImportError as error:
        raise HeadgateError("a cloud needs the package cryptography: pip install 'headgate[simulator]'") from error


class SigningKeys:
    """The issuer's keys. The first is made when it is needed: making one takes a tenth of a second."""

    def __init__(self) -> None:
        """No key yet."""
        self._keys: dict[str, RSAPrivateKey] = {}
        self._made = 0

    def rotate(self) -> str:
        """Sign with a new key from now on; returns its id."""
        from cryptography.hazmat.primitives.asymmetric import rsa

        self._made += 1
        key_id = f"simulator-key-{self._made}"
        self._keys[key_id] = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
        for old in list(self._keys)[:-_KEYS_KEPT]:
            del self._keys[old]
        return key_id

    def published(self) -> dict[str, Any]:
        """The public halves, as a JSON Web Key Set."""
        self._newest()
        return {"keys": [_jwk(key_id, key) for key_id, key in self._keys.items()]}

    def sign(self, claims: dict[str, Any]) -> str:
        """A token with these claims."""
        from cryptography.hazmat.primitives.asymmetric import padding
        from cryptography.hazmat.primitives.hashes import SHA256

        key_id = self._newest()
        head = {"typ": "JWT", "alg": "RS256", "kid": key_id, "x5t": key_id}
        signed = f"{_text(json.dumps(head).encode())}.{_text(json.dumps(claims).encode())}"
        return f"{signed}.{_text(self._keys[key_id].sign(signed.encode(), padding.PKCS1v15(), SHA256()))}"

    def claims(self, token: str) -> dict[str, Any] | None:
        """What a token says, if one of these keys signed it; its times and audience are the caller's to check."""
        if len(token) > _TOKEN_BYTES_MAX or token.count(".") != 2:
            return None
        head, body, signature = token.split(".")
        try:
            named = msgspec.json.decode(_bytes(head), type=dict[str, Any])
            claims = msgspec.json.decode(_bytes(body), type=dict[str, Any])
            key = self._keys.get(str(named.get("kid"))) if named.get("alg") == "RS256" else None
            good = key is not None and _is_signed(key, f"{head}.{body}".encode(), _bytes(signature))
        except (msgspec.DecodeError, binascii.Error, ValueError):
            return None
        return claims if good else None

    def _newest(self) -> str:
        return next(reversed(self._keys)) if self._keys else self.rotate()


def _is_signed(key: "RSAPrivateKey", signed: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        key.public_key().verify(signature, signed, padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def _jwk(key_id: str, key: "RSAPrivateKey") -> dict[str, Any]:
    numbers = key.public_key().public_numbers()
    modulus, exponent = (_text(n.to_bytes((n.bit_length() + 7) // 8, "big")) for n in (numbers.n, numbers.e))
    return {"kty": "RSA", "use": "sig", "kid": key_id, "x5t": key_id, "n": modulus, "e": exponent}


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
