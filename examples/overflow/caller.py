"""A caller: one streamed chat over HTTP/1.1, with the retries of an SDK or without. The standard library is enough."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, NamedTuple

_TIMEOUT_SECONDS = 60.0
_WAIT_SECONDS_MAX = 120.0
"""openai-python obeys a ``retry-after-ms`` up to here; else it waits 0.5 s, doubling, at most 8 s."""
_WORTH_ANOTHER_TRY = {0, 408, 409, 429}
"""And everything from 500 on."""
_VERSION = "2024-10-21"


class Address(NamedTuple):
    """Where to call, and with which key."""

    host: str
    port: int
    key: str
    deployment: str
    """What is asked for there: a deployment, or a model that Headgate knows under such a name."""


class Answer(NamedTuple):
    """What came of a call; times are seconds from its first sending."""

    status: int
    """Of the last try; 0 when there was no answer."""
    tries: int
    ended: float
    first_token: float = 0.0
    """When the first piece of text was there; 0 when none came."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    deployment: str = ""
    """``x-ms-deployment-name`` of the answer: who served it."""
    failure: str = ""
    """Why there is no whole answer; empty when there is."""


class _BrokenAnswerError(Exception):
    """An answer that is not whole."""


async def call(address: Address, body: bytes, *, retries: int) -> Answer:
    """Ask, and read the whole stream; where that is worth while ask again, at most ``retries`` times, as SDKs do."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    tries = 0
    while True:
        tries += 1
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                answer, headers = await _once(address, body, began)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError, _BrokenAnswerError) as error:
            answer, headers = Answer(0, tries, loop.time() - began, failure=repr(error)), {}
        if tries > retries or not (answer.status in _WORTH_ANOTHER_TRY or answer.status >= 500):
            return answer._replace(tries=tries)
        await asyncio.sleep(_wait_seconds(headers, tries))


def _wait_seconds(headers: Mapping[str, str], tries: int) -> float:
    told = float(headers["retry-after-ms"]) / 1000 if "retry-after-ms" in headers else 0.0
    return told if 0 < told <= _WAIT_SECONDS_MAX else min(0.5 * 2 ** (tries - 1), 8.0)


async def _once(address: Address, body: bytes, began: float) -> tuple[Answer, Mapping[str, str]]:
    reader, writer = await asyncio.open_connection(address.host, address.port)
    try:
        writer.write(_head_of_request(address, len(body)) + body)
        status, headers = await _head(reader)
        if status == 200:
            return await _read_stream(reader, headers, began), headers
        content = b"".join([part async for part in _content(reader, headers)])
        ended = asyncio.get_running_loop().time() - began
        return Answer(status, 0, ended, failure=content[:200].decode(errors="replace")), headers
    finally:
        writer.close()


def _head_of_request(address: Address, length: int) -> bytes:
    lines = (
        f"POST /openai/deployments/{address.deployment}/chat/completions?api-version={_VERSION} HTTP/1.1",
        f"host: {address.host}:{address.port}",
        f"api-key: {address.key}",
        f"content-length: {length}",
        "content-type: application/json",
        "connection: close",
    )
    return "\r\n".join((*lines, "\r\n")).encode()


async def _head(reader: asyncio.StreamReader) -> tuple[int, Mapping[str, str]]:
    status_line, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")[:-2]
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return int(status_line.split(" ", 2)[1]), headers


async def _content(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> AsyncIterator[bytes]:
    """The body as it comes."""
    if headers.get("transfer-encoding") == "chunked":
        while size := int(await reader.readline(), 16):
            yield (await reader.readexactly(size + 2))[:-2]
        return
    yield await reader.readexactly(int(headers["content-length"]))


async def _read_stream(reader: asyncio.StreamReader, headers: Mapping[str, str], began: float) -> Answer:
    loop = asyncio.get_running_loop()
    first_token = 0.0
    usage: dict[str, Any] = {}
    last = unread = b""
    async for part in _content(reader, headers):
        *events, unread = (unread + part).split(b"\n\n")
        for event in events:
            last = event.removeprefix(b"data: ")
            if not first_token and _has_text(last):
                first_token = loop.time() - began
            if b'"prompt_tokens"' in last:
                usage = json.loads(last)["usage"]
    if last != b"[DONE]" or not usage:
        raise _BrokenAnswerError(f"the stream ended with {last[:100]!r}")
    return Answer(
        status=200,
        tries=0,
        ended=loop.time() - began,
        first_token=first_token,
        prompt_tokens=usage["prompt_tokens"],
        completion_tokens=usage["completion_tokens"],
        deployment=headers.get("x-ms-deployment-name", ""),
    )


def _has_text(data: bytes) -> bool:
    if data == b"[DONE]":
        return False
    choices = json.loads(data)["choices"]
    return bool(choices and choices[0]["delta"].get("content"))
