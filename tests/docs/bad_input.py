"""An example, in bytes, of every row of the table in docs/bad-input.md."""

import base64
import json
from typing import Any

from tests.gates import EXPIRED_KEY, KEY

HEADER_BYTES_MAX = 4_096
BODY_BYTES_MAX = 100_000


def http(
    body: bytes = b"",
    *lines: bytes,
    method: bytes = b"POST",
    target: bytes = b"/openai/v1/chat/completions",
    version: bytes = b"HTTP/1.1",
    key: str = KEY,
    length: bool = True,
) -> bytes:
    """A request, plain but for what is given."""
    head = [b" ".join([method, target, version]), b"Host: gate", b"api-key: " + key.encode(), *lines]
    head += [b"Content-Length: %d" % len(body)] if length else []
    return b"\r\n".join([*head, b"", body])


def chat(members: dict[str, Any] | None = None, **more: Any) -> bytes:
    """A chat completion with these members."""
    return http(json.dumps({"model": "gpt-4o", "messages": []} | (members or {})).encode(), **more)


def framed(*lines: bytes, body: bytes = b"0\r\n\r\n") -> bytes:
    """A request whose framing is what these lines say."""
    return http(b"", *lines, length=False) + body


def form(*parts: bytes) -> bytes:
    """A form of these parts, each with its head."""
    body = b"".join(b"--cut\r\n" + part + b"\r\n" for part in parts) + b"--cut--\r\n"
    target = b"/v1/audio/transcriptions"
    return http(body, b"Content-Type: multipart/form-data; boundary=cut", target=target)


MODEL = b'Content-Disposition: form-data; name="model"\r\n\r\ngpt-4o'
HTTP2_SETTINGS = base64.b64encode(b"\x00\x03\x00\x00\x00\x64")

CONNECTIONS: dict[str, bytes] = {
    "nothing at all": b"",
    "a head that does not come to its end": b"POST /v1/chat/completions HTTP/1.1\r\nHost: gate\r\nX: y",
    "a body that does not come to its end": http(b"{}")[:-1],
    "a chunked body that does not come to its end": framed(b"Transfer-Encoding: chunked", body=b"5\r\nhel"),
    "TLS on a plain port": b"\x16\x03\x01\x00\xf8\x01\x00\x00\xf4\x03\x03" + b"\x00" * 32,
    "HTTP/2 without asking": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/0.9": b"GET /health/live\r\n\r\n",
    "another version": http(version=b"HTTP/1.2"),
    "another version altogether": http(version=b"HTTP/3.0"),
    "no version that could be one": http(version=b"HTTPS/1.1"),
    "a bare line feed in the request line": http(target=b"/v1/x\ny:z"),
    "bytes that are no request": b"\x00\xff\xfe\x01 hello\r\n\r\n",
    "an unknown method": http(method=b"FROB"),
    "a method in lower case": http(method=b"post"),
    "HEAD": http(method=b"HEAD"),
    "OPTIONS": http(method=b"OPTIONS"),
    "TRACE": http(method=b"TRACE"),
    "CONNECT": http(method=b"CONNECT", target=b"east.example:443"),
    "a target that is a URL": http(target=b"http://gate/v1/models", method=b"GET"),
    "a target that is no path": http(target=b"v1/models", method=b"GET"),
    "a target that is `*`": http(target=b"*", method=b"GET"),
    "a space in the target": http(target=b"/v1/a b", method=b"GET"),
    "a null byte in the target": http(target=b"/v1/a\x00b", method=b"GET"),
    "a byte that is not ASCII in the target": http(target=b"/v1/caf\xc3\xa9", method=b"GET"),
    "a fragment in the target": http(target=b"/v1/models#top", method=b"GET"),
    "request line and headers that are too long": http(b"", b"X: " + b"y" * HEADER_BYTES_MAX),
    "a header without a colon": http(b"", b"No-Colon"),
    "a header without a name": http(b"", b": value"),
    "a space before a header's colon": http(b"", b"X : y"),
    "a space in a header's name": http(b"", b"A B: c"),
    "a null byte in a header": http(b"", b"X: a\x00b"),
    "a control character in a header": http(b"", b"X: a\x01b"),
    "a folded header": http(b"", b"X: a\r\n b"),
    "a bare line feed": http(b"", b"X: a\nY: b"),
    "a bare carriage return": http(b"", b"X: a\rY: b"),
    "no Host": http().replace(b"Host: gate\r\n", b""),
    "two Hosts": http(b"", b"Host: other"),
    "both `Content-Length` and `Transfer-Encoding`": framed(b"Content-Length: 5", b"Transfer-Encoding: chunked"),
    "two lengths": framed(b"Content-Length: 5", b"Content-Length: 6"),
    "the same length twice": framed(b"Content-Length: 5", b"Content-Length: 5"),
    "a list of lengths": framed(b"Content-Length: 5, 5"),
    "a length that is no number": framed(b"Content-Length: five"),
    "a length with a sign": framed(b"Content-Length: +5"),
    "a length beyond all numbers": framed(b"Content-Length: 99999999999999999999999"),
    "an unknown transfer coding": framed(b"Transfer-Encoding: gzip"),
    "a transfer coding on top of another": framed(b"Transfer-Encoding: gzip, chunked"),
    "chunked twice": framed(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked"),
    "chunked in HTTP/1.0": framed(b"Transfer-Encoding: chunked").replace(b"HTTP/1.1", b"HTTP/1.0"),
    "a chunk's length that is no number": framed(b"Transfer-Encoding: chunked", body=b"xyz\r\n"),
    "a chunk's length with a sign": framed(b"Transfer-Encoding: chunked", body=b"+5\r\nhello\r\n0\r\n\r\n"),
    "a chunk longer than its length": framed(b"Transfer-Encoding: chunked", body=b"2\r\nhello\r\n0\r\n\r\n"),
    "a chunk's length beyond all numbers": framed(b"Transfer-Encoding: chunked", body=b"F" * 17 + b"\r\n"),
    "a chunk ended by a bare line feed": framed(b"Transfer-Encoding: chunked", body=b"5\nhello\n0\n\n"),
    "a length that is too long": http(b"", b"Content-Length: %d" % (BODY_BYTES_MAX + 1), length=False),
    "chunks that are too long together": framed(
        b"Transfer-Encoding: chunked", body=b"%x\r\n" % (BODY_BYTES_MAX + 1) + b"x" * (BODY_BYTES_MAX + 1)
    ),
    "a long body of an unknown caller": http(b"", b"Content-Length: 70000", key="wrong", length=False),
    "a chunked body of an unknown caller": framed(b"Transfer-Encoding: chunked", body=b"").replace(b"sesame", b"wrong"),
    "an expectation other than `100-continue`": http(b"", b"Expect: tea"),
    "a compressed body": http(b"\x1f\x8b\x08", b"Content-Encoding: gzip"),
    "an upgrade to a WebSocket": http(
        b"", b"Connection: Upgrade", b"Upgrade: websocket", method=b"GET", target=b"/health/live"
    ),
    "an upgrade to HTTP/2": http(
        b"",
        b"Connection: Upgrade, HTTP2-Settings",
        b"Upgrade: h2c",
        b"HTTP2-Settings: " + HTTP2_SETTINGS,
        method=b"GET",
        target=b"/health/live",
    ),
    "a blank line before the request": b"\r\n" + http(method=b"GET", target=b"/health/live"),
    "a request behind a mistake": b"FROB / HTTP/1.1\r\n\r\n" + http(method=b"GET", target=b"/health/live"),
}
"""Mistakes in HTTP itself."""

REQUESTS: dict[str, bytes] = {
    "no key": http(b"{}").replace(b"api-key: sesame\r\n", b""),
    "an unknown key": http(b"{}", key="wrong"),
    "an expired key": http(b"{}", key=EXPIRED_KEY),
    "a key in the query": http(b"{}", target=b"/v1/chat/completions?api-key=sesame").replace(
        b"api-key: sesame\r\n", b""
    ),
    "a path under no known prefix": http(method=b"GET", target=b"/admin"),
    "dot segments": http(method=b"GET", target=b"/v1/../admin"),
    "escaped dot segments": http(method=b"GET", target=b"/v1/%2e%2e/admin"),
    "an escaped slash": http(method=b"GET", target=b"/v1/files%2f..%2fadmin"),
    "an escaped letter": http(method=b"GET", target=b"/openai/%64eployments/gpt-4o/chat/completions"),
    "an escape that is none": http(method=b"GET", target=b"/v1/a%zz"),
    "an escaped null byte": http(method=b"GET", target=b"/v1/a%00"),
    "an empty path segment": http(method=b"GET", target=b"/v1//models"),
    "a path without a model where there are several backends": http(method=b"GET", target=b"/openai/v1/files"),
    "an unknown health check": http(method=b"GET", target=b"/health/deep"),
    "no model": http(b'{"messages": []}'),
    "an empty body": http(b""),
    "an unknown model": chat({"model": "gpt-9"}),
    "a model of other use cases": chat({"model": "gpt-secret"}),
    "an unknown model in the list of models": http(method=b"GET", target=b"/v1/models/gpt-secret"),
    "JSON that is malformed": http(b'{"model": "gpt-4o",}'),
    "JSON with something behind it": http(b'{"model": "gpt-4o"} x'),
    "JSON that is no object": http(b'["gpt-4o"]'),
    "JSON that is not UTF-8": http(b'{"model": "gpt-4o\xff"}'),
    "JSON with a byte order mark": http(b'\xef\xbb\xbf{"model": "gpt-4o"}'),
    "JSON that is nested too deeply": http(b'{"model": "gpt-4o", "x": ' + b"[" * 40_000),
    "a member of the wrong type": chat({"max_tokens": "many"}),
    "a model that is no text": chat({"model": 4}),
    "a model named twice": http(b'{"model": "gpt-secret", "model": "gpt-4o"}'),
    "a maximum of tokens beyond all numbers": chat({"max_tokens": 10**30}),
    "a body of another type": http(b"model=gpt-4o", b"Content-Type: application/x-www-form-urlencoded"),
    "a form without its boundary": http(b"x", b"Content-Type: multipart/form-data"),
    "a form that does not come to its end": form(MODEL).replace(b"--cut--", b"--cut.."),
    "a form that names the model twice": form(MODEL, MODEL),
    "a form whose part has two names": form(MODEL.replace(b'name="model"', b'name="file"; name="model"')),
    "a form with 65 parts": form(*[MODEL.replace(b'"model"', b'"x"')] * 65),
}
"""Well-formed HTTP that asks for what cannot be had."""
