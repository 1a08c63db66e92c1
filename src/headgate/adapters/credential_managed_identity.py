"""Entra tokens of the machine's managed identity, by azure-identity (extra ``azure``), renewed before they expire."""

import asyncio
import contextlib
import time
from typing import Protocol

from headgate.core.errors import HeadgateError

_RENEW_BEFORE_SECONDS = 300.0
_RETRY_SECONDS = 5.0


class AccessToken(Protocol):
    """What azure-identity gives."""

    token: str
    expires_on: int


class TokenSource(Protocol):
    """The one method of azure-identity's credentials that is used here."""

    async def get_token(self, *scopes: str) -> AccessToken:
        """Get a token for a scope."""
        ...


class EntraCredential:
    """A bearer token at hand, renewed in the background: no request waits for it."""

    def __init__(self, source: TokenSource, scope: str) -> None:
        """Begin without a token; ``run`` gets the first."""
        self._source = source
        self._scope = scope
        self._header: bytes | None = None
        self._expires_on = 0.0
        self._getting = asyncio.Lock()

    def header(self) -> bytes | None:
        """The header line; None when there is no token that still holds."""
        return self._header if time.time() < self._expires_on else None

    async def refresh(self) -> bool:
        """Get a new token now; whether it is another one. Refusals that arrive together share one renewal."""
        before = self._header
        async with self._getting:
            if self._header != before:
                return True
            with contextlib.suppress(Exception):
                await self._get()
        return self._header != before

    async def _get(self) -> None:
        token = await self._source.get_token(self._scope)
        self._header = f"authorization: Bearer {token.token}\r\n".encode()
        self._expires_on = float(token.expires_on)

    async def run(self) -> None:
        """Keep the token fresh until cancelled; a failure is tried again shortly."""
        while True:
            try:
                await self._get()
                wait = max(_RETRY_SECONDS, self._expires_on - time.time() - _RENEW_BEFORE_SECONDS)
            except Exception:  # noqa: BLE001 — whatever azure-identity raises, the gate lives on with what it has
                wait = _RETRY_SECONDS
            await asyncio.sleep(wait)


def managed_identity(client_id: str | None, scope: str) -> EntraCredential:
    """The credential of the machine's managed identity.

    Raises:
        HeadgateError: when the extra ``azure`` is not installed.
    """
    try:
        from azure.identity.aio import ManagedIdentityCredential
    except ImportError:
        raise HeadgateError("credential kind managed-identity needs: pip install 'headgate[azure]'") from None
    source = ManagedIdentityCredential(client_id=client_id) if client_id else ManagedIdentityCredential()
    return EntraCredential(source, scope)
