"""``headgate keys create``."""

import base64
import datetime
import hashlib

import msgspec
import pytest
import yaml

from headgate.cli.application import run
from headgate.settings_check.names import is_name


def created(capsys: pytest.CaptureFixture[str], *tokens: str) -> dict[str, str]:
    assert run(["keys", "create", *tokens, "--format", "json"]) == 0
    made: dict[str, str] = msgspec.json.decode(capsys.readouterr().out)
    return made


def test_a_key_is_random_and_its_digest_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = created(capsys, "bot-1"), created(capsys, "bot-1")

    assert first["key"] != second["key"]
    assert first["sha256"] == hashlib.sha256(first["key"].encode()).hexdigest()


def test_a_key_has_256_random_bits_behind_its_prefix(capsys: pytest.CaptureFixture[str]) -> None:
    key = created(capsys, "bot-1")["key"]

    assert key.startswith("hg-")
    assert len(base64.urlsafe_b64decode(key.removeprefix("hg-") + "=")) == 32


def test_people_are_told_what_to_write_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "create", "bot-1", "--expires", "2099-01-31"]) == 0

    told = capsys.readouterr().out
    key = next(line for line in told.splitlines() if line.startswith("hg-"))
    snippet = yaml.safe_load(told[told.index("keys:") :])
    assert snippet == {
        "keys": {"bot-1": {"sha256": hashlib.sha256(key.encode()).hexdigest(), "expires": datetime.date(2099, 1, 31)}}
    }
    assert "key:bot-1" in told


def test_the_expiry_is_part_of_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert created(capsys, "bot-1", "--expires", "2099-01-31")["expires"] == "2099-01-31"
    assert created(capsys, "bot-1")["expires"] is None


def test_a_key_that_would_never_work_is_not_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "create", "bot-1", "--expires", "2020-01-01"]) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "headgate: a key that expires on 2020-01-01 would never work\n"


def test_a_name_that_no_configuration_takes_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert not is_name("a b")
    assert run(["keys", "create", "a b"]) == 2
    assert capsys.readouterr().err.startswith("headgate: a key's name is")
