"""What docs/bad-input.md says of each kind of bad input is what a gate does."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.docs.bad_input import BODY_BYTES_MAX, CONNECTIONS, HEADER_BYTES_MAX, REQUESTS, http
from tests.docs.pages import table_rows
from tests.gates import Standing, standing_gate
from tests.repository import ROOT

GATE = {
    "header_bytes_max": HEADER_BYTES_MAX,
    "body_bytes_max": BODY_BYTES_MAX,
    "header_timeout_seconds": 0.2,
    "body_timeout_seconds": 0.2,
    "idle_timeout_seconds": 0.5,
}
"""Tiny limits: the rows that wait for one wait half a second."""
EXAMPLES = CONNECTIONS | REQUESTS
PAGE = (ROOT / "docs" / "bad-input.md").read_text(encoding="utf-8")
ANSWER_SECONDS_MAX = 10


class Row(NamedTuple):
    """A row of the tables, as written."""

    what: str
    status: str
    code: str
    connection: str


ROWS = [Row(*row) for row in table_rows(PAGE) if len(row) == 4 and row[0] != "what is sent"]


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Standing]:
    async with standing_gate(tmp_path, gate=GATE) as standing:
        yield standing


async def send(gate: Standing, raw: bytes) -> Row:
    """Send an example and then a plain request on the same connection; say what came of both, as a row does."""
    reader, writer = await gate.connect()
    try:
        writer.write(raw)
        status, body = await _answer(reader)
        writer.write(http(method=b"GET", target=b"/health/live"))
        next_status, _ = await _answer(reader)
    finally:
        writer.close()
    code = json.loads(body)["error"]["code"] if body.startswith(b'{"error"') else ""
    return Row("", str(status or "none"), f"`{code}`" if code else "-", "kept" if next_status == 200 else "closed")


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The status and body of the next answer; 0 when the connection ends instead."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS_MAX):
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
            return int(head.split(b" ")[1]), await reader.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError):
        return 0, b""


def test_every_example_has_its_row_and_every_row_its_example() -> None:
    assert [row.what for row in ROWS] == list(EXAMPLES)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
async def test_bad_input_gets_what_the_page_says(gate: Standing, row: Row) -> None:
    assert await send(gate, EXAMPLES[row.what]) == row._replace(what="")


async def test_nothing_that_is_refused_reaches_a_backend_or_crashes_the_gate(gate: Standing) -> None:
    refused = [raw for row in ROWS if row.status != "200" for raw in [EXAMPLES[row.what]] if row.status != "408"]
    await asyncio.gather(*(send(gate, raw) for raw in refused))

    assert gate.backend.asked == []
    assert gate.log == []


async def test_what_is_served_reaches_its_backend_in_one_reading(gate: Standing) -> None:
    await send(gate, EXAMPLES["a model named twice"])

    assert [body for _, body in gate.backend.asked] == [b'{"model":"paygo"}']
