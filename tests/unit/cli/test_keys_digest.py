"""``headgate keys digest``."""

import getpass
import hashlib
import io
import sys

import pytest

from headgate.cli.application import run


class Terminal(io.StringIO):
    """A standard input at which someone sits."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.parametrize("typed", ["hg-key", "hg-key\n", "hg-key\r\n"])
def test_the_digest_of_what_is_read_is_printed(
    typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))

    assert run(["keys", "digest"]) == 0
    assert capsys.readouterr().out == f"{hashlib.sha256(b'hg-key').hexdigest()}\n"


def test_on_a_terminal_the_key_is_asked_for_unseen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", lambda _: "hg-key")

    assert run(["keys", "digest"]) == 0
    assert capsys.readouterr().out == f"{hashlib.sha256(b'hg-key').hexdigest()}\n"


@pytest.mark.parametrize("typed", ["", "\n", "two words\n", "two\nlines\n", "x" * 5000])
def test_what_is_no_key_is_refused(
    typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))

    assert run(["keys", "digest"]) == 2
    assert capsys.readouterr().out == ""
