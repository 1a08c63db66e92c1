"""A whole gate on a loopback socket: serving, reloading, draining."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from headgate.pipeline.ports import Request
from tests.gates import ANSWER, KEY, Standing, settings, standing_gate

CHAT = b'{"model":"gpt-4o","messages":[]}'


def http(
    body: bytes = CHAT, target: str = "/openai/v1/chat/completions", key: str = KEY, method: str = "POST"
) -> bytes:
    head = f"{method} {target} HTTP/1.1\r\nHost: gate\r\napi-key: {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Standing]:
    async with standing_gate(tmp_path) as standing:
        yield standing


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, bytes, bytes]:
    async with asyncio.timeout(10):
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        return int(head.split(b" ")[1]), head, await reader.readexactly(length)


async def ask(gate: Standing, raw: bytes) -> tuple[int, bytes, bytes]:
    """Status, head and body of the answer to one request."""
    reader, writer = await gate.connect()
    writer.write(raw)
    try:
        return await read_answer(reader)
    finally:
        writer.close()


async def until(condition: Any) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - there is nothing to be told by
            await asyncio.sleep(0.005)


async def test_a_call_is_served_and_written_to_the_journal(gate: Standing) -> None:
    status, head, body = await ask(gate, http())

    assert (status, body) == (200, ANSWER)
    assert b"x-headgate-deployment: east/paygo\r\n" in head
    opened, closed = gate.journal()[1:]
    assert (opened["event"], closed["event"], closed["status"]) == ("opened", "closed", 200)
    assert closed["attempts"][0]["usage"].items() >= {"prompt_tokens": 8, "completion_tokens": 1}.items()
    assert KEY.encode() not in gate.backend.asked[0][0]
    assert b"api-key: backend-secret\r\n" in gate.backend.asked[0][0]


async def test_calls_one_after_another_use_their_connections_again(gate: Standing) -> None:
    reader, writer = await gate.connect()
    for _ in range(3):
        writer.write(http())
        assert (await read_answer(reader))[0] == 200
    gauges = gate.gate.gauges()
    writer.close()

    assert (gauges["connections"], gauges["backend_connections:east"], gauges["exchanges_in_flight"]) == (1, 1, 0)
    assert (gauges["deployment_open:east/paygo"], gauges["deployment_in_flight:east/paygo"]) == (1, 0)


async def test_it_tells_its_health_to_anyone(gate: Standing) -> None:
    for which in ("live", "ready"):
        status, _, body = await ask(gate, http(b"", f"/health/{which}", key="", method="GET"))
        assert (status, json.loads(body)) == (200, {"status": which})


async def test_those_nobody_knows_are_counted_and_not_written_one_by_one(gate: Standing) -> None:
    for _ in range(3):
        assert (await ask(gate, http(key="wrong")))[0] == 401
    await until(lambda: len(gate.journal()) > 1)

    denied = [line for line in gate.journal() if line["event"] == "denied"]
    assert sum(line["count"] for line in denied) == 3
    assert {(line["code"], line["status"]) for line in denied} == {("401", 401)}


async def test_a_reload_serves_new_exchanges_and_keeps_what_is_counted(gate: Standing) -> None:
    one = {"callers": ["key:bot-1"], "models": ["gpt-4o"], "limits": {"requests_per_minute": 2}}
    port = int(gate.gate._all.backends["east"].endpoint.rpartition(":")[2])
    assert (await ask(gate, http()))[0] == 200
    gate.gate.reload(settings(port, use_cases={"bot": one}))
    assert (await ask(gate, http()))[0] == 200
    assert (await ask(gate, http()))[0] == 429
    gate.gate.reload(settings(port, use_cases={"bot": one | {"models": []}}))

    assert (await ask(gate, http()))[0] == 403


async def test_a_reload_ends_connections_of_backends_that_changed(gate: Standing) -> None:
    assert (await ask(gate, http()))[0] == 200
    [old] = [pool for name, pool in gate.gate._pools.items() if name == "east"]
    port = int(gate.gate._all.backends["east"].endpoint.rpartition(":")[2])
    changed = settings(port)
    backends = {name: {"endpoint": f"http://127.0.0.1:{port}"} for name in changed.backends}
    for name in backends:
        backends[name] |= {"credential": {"kind": "none"}, "deployments": {"paygo": {"model": "gpt-4o"}}}  # type: ignore[dict-item]
    gate.gate.reload(settings(port, backends=backends))
    await until(lambda: old.connections == 0)

    assert (await ask(gate, http()))[0] == 200
    assert b"backend-secret" not in gate.backend.asked[-1][0]


async def test_draining_ends_idle_connections_and_takes_no_new_ones(gate: Standing) -> None:
    reader, writer = await gate.connect()
    writer.write(http())
    await read_answer(reader)
    await gate.gate.drain(5.0)

    assert await reader.read() == b""
    writer.close()
    with pytest.raises(ConnectionRefusedError):
        await gate.connect()


async def test_draining_waits_for_exchanges_under_way(gate: Standing) -> None:
    gate.backend.holds = asyncio.Event()
    reader, writer = await gate.connect()
    writer.write(http())
    await until(lambda: gate.backend.asked)
    draining = asyncio.ensure_future(gate.gate.drain(5.0))
    await asyncio.sleep(0)
    assert not draining.done()
    gate.backend.holds.set()

    status, head, body = await read_answer(reader)
    assert (status, body) == (200, ANSWER)
    assert b"connection: close" in head.lower()
    await draining
    writer.close()
    assert gate.journal()[-1]["outcome"] == "answered"


async def test_draining_waits_only_so_long(gate: Standing) -> None:
    gate.backend.holds = asyncio.Event()
    reader, writer = await gate.connect()
    writer.write(http())
    await until(lambda: gate.backend.asked)
    await gate.gate.drain(0.01)

    assert (await read_answer(reader))[0] == 504
    writer.close()
    assert (gate.journal()[-1]["event"], gate.journal()[-1]["status"]) == ("closed", 504)


@pytest.mark.plain
async def test_a_bug_in_one_exchange_is_told_logged_and_hurts_no_other(
    gate: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(request: Request, *rest: Any) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("headgate.app.gate.serve", crash)
    status, _, body = await ask(gate, http(target="/v1/x?api-key=secret"))
    assert (status, json.loads(body)["error"]["code"]) == (500, "internal_error")
    monkeypatch.undo()
    assert (await ask(gate, http()))[0] == 200

    [line] = [json.loads(line) for line in gate.log]
    assert (line["event"], line["path"]) == ("exchange_crashed", "/v1/x")
    assert b"secret" not in gate.log[0]


async def test_past_its_connections_a_gate_says_so(tmp_path: Path) -> None:
    async with standing_gate(tmp_path, gate={"connections_max": 1}) as gate:
        _, first = await gate.connect()
        await until(lambda: gate.gate.gauges()["connections"] == 1)
        status, _, _ = await ask(gate, http())
        first.close()

    assert status == 503


async def test_it_may_listen_with_tls(tmp_path: Path) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    certificate.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "gate.pem"))
    tls = {"certificate": str(tmp_path / "gate.pem"), "key": str(tmp_path / "gate.pem")}
    context = ssl.create_default_context()
    authority.configure_trust(context)
    async with standing_gate(tmp_path, gate={"tls": tls}) as gate:
        reader, writer = await asyncio.open_connection("127.0.0.1", gate.port, ssl=context)
        writer.write(http())
        answer = await read_answer(reader)
        version = writer.get_extra_info("ssl_object").version()
        writer.close()

    assert answer[0] == 200
    assert version in ("TLSv1.2", "TLSv1.3")


async def test_a_deadline_is_kept(tmp_path: Path) -> None:
    hasty = {"bot": {"callers": ["key:bot-1"], "models": ["gpt-4o"], "deadline_seconds": 0.05}}
    async with standing_gate(tmp_path, use_cases=hasty) as gate:
        gate.backend.holds = asyncio.Event()
        status, _, body = await ask(gate, http())

    assert (status, json.loads(body)["error"]["code"]) == (504, "deadline_exceeded")


async def test_a_caller_that_leaves_is_in_the_books(gate: Standing) -> None:
    gate.backend.holds = asyncio.Event()
    _, writer = await gate.connect()
    writer.write(http())
    await until(lambda: gate.backend.asked)
    writer.transport.abort()
    await until(lambda: gate.journal()[-1]["event"] == "closed")

    assert gate.journal()[-1]["outcome"] == "cancelled"
