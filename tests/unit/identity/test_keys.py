import hashlib

import pytest

from headgate.core.caller import Caller
from headgate.core.credential import Credential
from headgate.core.refusal import Refusal
from headgate.identity.keys import Key, KeyRing, decide

BOT = Caller("key:bot-1", "bot")
TOMORROW = 86_400.0


def ring(key: bytes = b"sesame", expires_at: float = float("inf"), caller: Caller = BOT) -> KeyRing:
    digest = hashlib.sha256(key).digest()
    return KeyRing({digest: Key("bot-1", digest, expires_at, caller)})


def test_a_key_is_its_callers() -> None:
    assert decide((ring(),), Credential(b"sesame"), now=0.0) == BOT


@pytest.mark.parametrize("key", [b"", b"wrong", b"Sesame", b"sesame ", b"s" * 600, b"\xff\x00"])
def test_another_key_is_refused_in_azures_words(key: bytes) -> None:
    refusal = decide((ring(),), Credential(key), now=0.0)

    assert isinstance(refusal, Refusal)
    assert (refusal.status, refusal.code) == (401, "401")
    assert refusal.message.startswith("Access denied due to invalid subscription key")


def test_a_key_works_until_it_expires() -> None:
    keys = (ring(expires_at=TOMORROW),)

    assert decide(keys, Credential(b"sesame"), now=TOMORROW - 0.001) == BOT
    refusal = decide(keys, Credential(b"sesame"), now=TOMORROW)
    assert isinstance(refusal, Refusal)
    assert (refusal.status, "expired" in refusal.message) == (401, True)


def test_rings_are_asked_in_turn() -> None:
    other = Caller("key:other", "other")

    assert decide((ring(), ring(b"second", caller=other)), Credential(b"second"), now=0.0) == other


def test_no_refusal_repeats_what_was_sent() -> None:
    refusal = decide((ring(),), Credential(b"open-barley"), now=0.0)

    assert "barley" not in repr(refusal)


def test_a_digest_that_lies_opens_nothing() -> None:
    wrong = KeyRing({hashlib.sha256(b"sesame").digest(): Key("x", hashlib.sha256(b"other").digest(), 1e12, BOT)})

    assert wrong.identify(Credential(b"sesame"), now=0.0) is None
