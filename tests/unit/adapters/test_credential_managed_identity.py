import asyncio
import builtins
import time
from typing import Any, NamedTuple

import pytest

from headgate.adapters import credential_managed_identity
from headgate.adapters.credential_managed_identity import EntraCredential, managed_identity
from headgate.core.errors import HeadgateError

SCOPE = "https://cognitiveservices.azure.com/.default"


class Token(NamedTuple):
    token: str
    expires_on: int


class Source:
    """Gives one token after another, or fails."""

    def __init__(self, lifetime: float = 3600.0) -> None:
        self.lifetime = lifetime
        self.fails = False
        self.asked: list[str] = []
        self.gate: asyncio.Event | None = None

    async def get_token(self, *scopes: str) -> Token:
        self.asked += scopes
        number = len(self.asked)
        if self.gate is not None:
            await self.gate.wait()
        if self.fails:
            raise RuntimeError("no identity here")
        return Token(f"token-{number}", int(time.time() + self.lifetime))


async def test_before_the_first_token_there_is_none() -> None:
    assert EntraCredential(Source(), SCOPE).header() is None


async def test_a_token_is_a_header() -> None:
    source = Source()
    credential = EntraCredential(source, SCOPE)

    assert await credential.refresh() is True
    assert credential.header() == b"authorization: Bearer token-1\r\n"
    assert source.asked == [SCOPE]


async def test_a_token_that_has_expired_is_none() -> None:
    credential = EntraCredential(Source(lifetime=-1.0), SCOPE)
    await credential.refresh()

    assert credential.header() is None


async def test_refusals_that_arrive_together_share_one_renewal() -> None:
    source = Source()
    source.gate = asyncio.Event()
    credential = EntraCredential(source, SCOPE)
    refreshing = [asyncio.ensure_future(credential.refresh()) for _ in range(5)]
    await asyncio.sleep(0)
    source.gate.set()

    assert await asyncio.gather(*refreshing) == [True] * 5
    assert len(source.asked) == 1


async def test_a_failure_leaves_what_there_was() -> None:
    source = Source()
    credential = EntraCredential(source, SCOPE)
    await credential.refresh()
    source.fails = True

    assert await credential.refresh() is False
    assert credential.header() == b"authorization: Bearer token-1\r\n"


async def test_it_is_renewed_before_it_expires_and_tried_again_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source(lifetime=3600.0)
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        source.fails = len(waits) == 1
        if len(waits) == 3:
            raise asyncio.CancelledError

    monkeypatch.setattr(credential_managed_identity.asyncio, "sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        await EntraCredential(source, SCOPE).run()

    assert len(source.asked) == 3
    assert waits == [pytest.approx(3300, abs=5), 5.0, pytest.approx(3300, abs=5)]


def test_without_its_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def importing(name: str, *rest: Any) -> Any:
        if name.startswith("azure"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", importing)
    with pytest.raises(HeadgateError, match=r"headgate\[azure\]"):
        managed_identity(None, SCOPE)
