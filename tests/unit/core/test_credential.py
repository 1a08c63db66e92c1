import hashlib

from headgate.core.credential import NOTHING_SENT, Credential


def test_a_digest_is_that_of_the_secret_each_time_it_is_asked() -> None:
    credential = Credential(b"sesame")

    assert credential.digest == credential.digest == hashlib.sha256(b"sesame").digest()


def test_a_secret_has_no_readable_form() -> None:
    assert "sesame" not in f"{Credential(b'sesame')!r} {Credential(b'sesame')}"


def test_nothing_sent_is_no_secret() -> None:
    assert not NOTHING_SENT.secret
