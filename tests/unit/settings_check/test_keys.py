"""Digests and expiry of keys."""

import hashlib

import pytest

from tests.configurations import TODAY, changed, mistakes_in, warnings_in

DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@pytest.mark.parametrize("content", [b"", b"\n"])
def test_the_digest_of_nothing_is_refused(content: bytes) -> None:
    assert mistakes_in(changed((DIGEST, hashlib.sha256(content).hexdigest()))) == [
        "22: keys.bot-1.sha256: the digest of an empty text: was the variable set when it was made?"
    ]


def test_a_key_has_one_name() -> None:
    text = changed(('["key:bot-1"]', '["key:bot-1", "key:bot-2"]')) + f"  bot-2: {{sha256: {DIGEST.upper()}}}\n"

    assert mistakes_in(text) == ["23: keys.bot-2.sha256: the digest of bot-1 too: a key has one name"]


def test_an_expired_key_is_warned_of() -> None:
    assert warnings_in(changed(("2027-01-31", "2026-11-22"))) == [
        "22: keys.bot-1.expires: expired on 2026-11-22: calls with it are refused"
    ]


def test_a_key_works_on_its_last_day() -> None:
    assert warnings_in(changed(("2027-01-31", TODAY.isoformat()))) == []
