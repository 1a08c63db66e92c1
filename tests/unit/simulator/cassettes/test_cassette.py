from pathlib import Path

import pytest

from headgate.core.errors import HeadgateError
from headgate.simulator.cassettes import cassette
from headgate.simulator.exchange import Request

SECRET = b"a-key-of-somebody"


def _request(body: bytes = b"{}", target: bytes = b"/openai/v1/models?b=2&a=1") -> Request:
    headers = {
        b"api-key": SECRET,
        b"authorization": b"Bearer a-token-of-somebody",
        b"content-type": b"application/json",
    }
    return Request("POST", target, headers, body)


def test_no_credential_reaches_a_file(tmp_path: Path) -> None:
    request = _request(b'{"echo":"%b"}' % SECRET, b"/openai/realtime?api-key=a-third-secret&x=1")
    headers = [("set-cookie", "session=a-cookie"), ("x-echo", "Bearer a-token-of-somebody"), ("x-ms-region", "East US")]
    path = cassette.write(tmp_path, 1, cassette.strike(request, 200, headers, b"you sent %b" % SECRET))

    text = path.read_text()
    for secret in ("a-key-of-somebody", "a-token-of-somebody", "a-third-secret", "a-cookie"):
        assert secret not in text
    assert "you sent REDACTED" in text
    assert "East US" in text


def test_what_was_kept_is_read_in_its_order(tmp_path: Path) -> None:
    for number, body in ((2, b"second"), (1, b"\xff first")):
        cassette.write(tmp_path, number, cassette.strike(_request(), 200, [], body))

    first, second = cassette.read_all(tmp_path)
    assert (first.content, second.content) == (b"\xff first", b"second")
    assert first.target == "/openai/v1/models?a=1&b=2"


def test_what_is_no_cassette_is_named(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text("{}")

    with pytest.raises(HeadgateError, match=r"1\.json: not a cassette: .*missing required field"):
        cassette.read_all(tmp_path)
    with pytest.raises(HeadgateError, match="there is no such folder of cassettes"):
        cassette.read_all(tmp_path / "nothing")
