"""Passes requests on to a real endpoint and keeps what was said.

One request at a time, and each answer whole before it goes on: this is for recording, not for load. The caller's own
credential travels to the endpoint, and into no file.
"""

import http.client
import ssl
from pathlib import Path
from urllib.parse import urlsplit

from headgate.core.errors import HeadgateError
from headgate.simulator.answer import Answer
from headgate.simulator.cassettes import cassette
from headgate.simulator.cassettes.replay import answer_of
from headgate.simulator.errors import upstream_failed
from headgate.simulator.exchange import Exchange, Request

_TIMEOUT_SECONDS = 300.0
_BODY_BYTES_MAX = 64 * 1024 * 1024
_NOT_PASSED_ON = {b"host", b"content-length", b"transfer-encoding", b"connection", b"accept-encoding"}


class Recorder:
    """One resource that answers as a real one does, and writes it down."""

    def __init__(self, folder: Path, endpoint: str, *, tls: ssl.SSLContext | None = None) -> None:
        """Record ``endpoint`` (``https://NAME.openai.azure.com``) into a folder, after what is there.

        Raises:
            HeadgateError: when the endpoint is no address, or what is in the folder is no cassette.
        """
        address = urlsplit(endpoint)
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise HeadgateError(f"record_from is {endpoint!r}; an address like https://NAME.openai.azure.com is needed")
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._number = len(cassette.read_all(folder))
        self._address = address
        self._tls = tls or ssl.create_default_context()

    def serve(self, request: Request) -> Exchange:
        """Ask the endpoint, keep the exchange, and answer the same."""
        if self._number >= cassette.EXCHANGES_MAX:
            return _failed(f"the folder holds {cassette.EXCHANGES_MAX} cassettes already")
        try:
            status, headers, body = self._ask(request)
        except (OSError, http.client.HTTPException) as error:
            return _failed(f"{self._address.hostname}: {type(error).__name__}")
        if len(body) > _BODY_BYTES_MAX:
            return _failed(f"the answer has more than {_BODY_BYTES_MAX} bytes")
        self._number += 1
        cassette.write(self._folder, self._number, cassette.strike(request, status, headers, body))
        return Exchange(answer=answer_of(status, headers, body))

    def _ask(self, request: Request) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = self._connection()
        try:
            headers = {
                name.decode("latin-1"): value.decode("latin-1")
                for name, value in request.headers.items()
                if name not in _NOT_PASSED_ON
            }
            connection.request(request.method, request.target.decode("latin-1"), request.body, headers)
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read(_BODY_BYTES_MAX + 1)
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._address.hostname or "", self._address.port
        if self._address.scheme == "https":
            return http.client.HTTPSConnection(host, port, timeout=_TIMEOUT_SECONDS, context=self._tls)
        return http.client.HTTPConnection(host, port, timeout=_TIMEOUT_SECONDS)


def _failed(why: str) -> Exchange:
    return Exchange(answer=Answer(status=502, body=upstream_failed(why)))
