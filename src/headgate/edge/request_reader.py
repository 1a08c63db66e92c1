"""Reading requests from a caller's bytes, strictly: llhttp judges the framing, ``wire.request_head`` the head.

The head is given to the parser only when it is whole, so that its size and the time it takes are limited by
whoever feeds this reader, and so that the parser never sees a request that is refused for its head.
"""

import re
from typing import Final

import httptools

from headgate.wire.header_lines import HEAD_END
from headgate.wire.request_head import HeadError, RequestHead, read_request_head

_LEADING_BLANK: Final = (b"\r", b"\n")
_LENGTH_LINE: Final = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]+)", re.IGNORECASE)
_LENGTH_DIGITS_MAX: Final = 12
_UPGRADE_LINE: Final = re.compile(rb"\r\nupgrade:[\t -~\x80-\xff]*(?=\r\n)", re.IGNORECASE)


class RequestReader:
    """Turns bytes into requests, one after another. Feed it; take ``request`` when it says that one is complete."""

    __slots__ = (
        "_body",
        "_body_bytes",
        "_body_bytes_max",
        "_buffer",
        "_complete",
        "_header_bytes_max",
        "_known",
        "_known_parts",
        "_parser",
        "_remaining",
        "head",
        "keep_alive",
    )

    def __init__(self, *, header_bytes_max: int, body_bytes_max: int) -> None:
        """Read requests within these limits."""
        self._header_bytes_max = header_bytes_max
        self._body_bytes_max = body_bytes_max
        self._parser = httptools.HttpRequestParser(self)
        self._buffer = b""
        self._body: list[bytes] = []
        self._body_bytes = 0
        self._remaining = 0
        self._complete = False
        self._known: RequestHead | None = None
        self._known_parts = b"", b""
        self.head: RequestHead | None = None
        """Of the request being read, once its head is whole."""
        self.keep_alive = True
        """Whether the connection may carry another request after this one."""

    @property
    def begun(self) -> bool:
        """Whether a request has begun to arrive and is not complete."""
        return self.head is not None or bool(self._buffer)

    def feed(self, data: bytes) -> bytes | None:
        """Take bytes. Returns the complete body when a request is complete, else None.

        What follows a complete request is kept; call ``next`` and feed again to go on.

        Raises:
            HeadError: for a head or framing that must be refused; the connection cannot go on.
        """
        if self.head is None:
            if self._buffer:
                data = self._buffer + data
                self._buffer = b""
            if self._known is not None:
                body = self._repeated(data)
                if body is not None:
                    return body
            if data.startswith(_LEADING_BLANK):
                data = data.lstrip(b"\r\n")  # RFC 9112 §2.2: blank lines before a request line are ignored
            end = data.find(HEAD_END)
            if end < 0 or end > self._header_bytes_max:
                self._check_head_size(len(data) if end < 0 else end)
                self._buffer = data
                return None
            self._read_head(data[: end + 4])
            data = data[end + 4 :]
        return self._read_body(data)

    def _repeated(self, data: bytes) -> bytes | None:
        """The body of a request that is all there and whose head repeats the one before but for its length.

        Clients send the same head again and again. What llhttp has judged once need not be judged again, since
        nothing in it differs but the digits of the length: comparing costs 0.5 µs, parsing and reading 6.
        """
        before, after = self._known_parts
        if not data.startswith(before):
            return None
        digits_begin = len(before)
        digits_end = data.find(b"\r", digits_begin, digits_begin + _LENGTH_DIGITS_MAX + 1)
        if digits_end < 0 or not data.startswith(after, digits_end):
            return None
        digits = data[digits_begin:digits_end]
        if not digits.isdigit():
            return None
        head_end = digits_end + len(after)
        end = head_end + int(digits)
        if len(data) < end or end - head_end > self._body_bytes_max:
            return None
        if len(data) > end:
            self._buffer = data[end:]
        self.head = self._known
        return data[head_end:end]

    def _check_head_size(self, size: int) -> None:
        if size > self._header_bytes_max:
            message = f"The request line and headers are longer than {self._header_bytes_max} bytes."
            raise HeadError(431, "request_header_fields_too_large", message)

    def _read_head(self, raw: bytes) -> None:
        # An upgrade may always be ignored (RFC 9110 §7.8); Java's client offers HTTP/2 with every request.
        raw = _UPGRADE_LINE.sub(b"", raw)
        end = len(raw) - len(HEAD_END)
        try:
            self._parser.feed_data(raw)
        except httptools.HttpParserUpgrade:
            raise HeadError(501, "upgrade_not_supported", "Protocol upgrades are not served here.") from None
        except httptools.HttpParserError as error:
            raise HeadError(400, "malformed_request", f"The request is not valid HTTP/1.1: {error}.") from None
        head = read_request_head(raw[:end])
        if head.content_length > self._body_bytes_max:
            raise self._too_large()
        self.head = head
        self._remaining = head.content_length
        self._know_head(raw, head)

    def _know_head(self, raw: bytes, head: RequestHead) -> None:
        # One that a longer length could push past the limit is not known: what is known is not measured again.
        too_long = len(raw) + _LENGTH_DIGITS_MAX > self._header_bytes_max
        found = None if head.chunked or head.expect_continue or too_long else _LENGTH_LINE.search(raw)
        if found is None:
            self._known = None
        else:
            self._known = head
            self._known_parts = raw[: found.start(1)], raw[found.end(1) :]

    def _read_body(self, data: bytes) -> bytes | None:
        head = self.head
        assert head is not None
        if not head.chunked:
            part = data
            if len(data) > self._remaining:
                part, self._buffer = data[: self._remaining], data[self._remaining :]
            self._remaining -= len(part)
            if part:
                self._parser.feed_data(part)
        elif data:
            self._feed_chunks(data)
        return self._take_body() if self._complete else None

    def _feed_chunks(self, data: bytes) -> None:
        """Feed chunked bytes.

        A request begun behind them in the same read is dropped, and the connection ended after the answer: its client
        will send it again (RFC 9112 §9.3.2), and nothing can be smuggled behind chunks.
        """
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            if not self._complete:
                message = "The chunked body of the request is not valid."
                raise HeadError(400, "invalid_chunked_encoding", message) from None
            self.keep_alive = False
        if self._body_bytes > self._body_bytes_max:
            raise self._too_large()

    def _too_large(self) -> HeadError:
        message = f"Maximum content size limit ({self._body_bytes_max}) exceeded."
        return HeadError(413, "request_too_large", message)

    def _take_body(self) -> bytes:
        body = self._body[0] if len(self._body) == 1 else b"".join(self._body)
        self._body.clear()
        self._body_bytes = 0
        return body

    def next(self) -> None:
        """Be ready for the next request."""
        self.head = None
        self._complete = False

    # As httptools calls it

    def on_message_begin(self) -> None:
        """A message begins: a second one behind chunks is not read."""
        if self._complete:
            self.keep_alive = False

    def on_headers_complete(self) -> None:
        """The head is read: only now does llhttp know whether the connection is to be kept."""
        if not self._complete:
            self.keep_alive = self._parser.should_keep_alive()

    def on_body(self, body: bytes) -> None:
        """A part of the body, without its framing."""
        if self._complete:
            return
        self._body_bytes += len(body)
        if self._body_bytes <= self._body_bytes_max:
            self._body.append(body)

    def on_message_complete(self) -> None:
        """The end of a message."""
        self._complete = True
