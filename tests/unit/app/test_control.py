"""The web side of control, asked as a server would ask it."""

import asyncio
from pathlib import Path
from typing import Any

from headgate import __version__
from headgate.app.control import ControlFacts, build_app
from headgate.app.run_files import GaugesFile, remove_left_gauges, write_gauges
from headgate.core.compiled import HOT_PATH


def facts(data: Path, problem: str = "") -> ControlFacts:
    return ControlFacts(data=data, problem=lambda: problem, lag_bytes=lambda: 7, lines_dropped=lambda: 3)


def render(accept: str) -> tuple[bytes, str]:
    return f"metrics for {accept}".encode(), "text/plain; version=0.0.4"


def answer(
    told: ControlFacts, path: str, *headers: tuple[bytes, bytes], method: str = "GET"
) -> tuple[int, str, dict[bytes, bytes]]:
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": list(headers),
        "query_string": b"",
        "root_path": "",
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(build_app(told, render)(scope, receive, send))
    body = b"".join(message.get("body", b"") for message in sent)
    return sent[0]["status"], body.decode(), dict(sent[0]["headers"])


def test_it_is_live_and_ready_while_the_journal_is_being_posted(tmp_path: Path) -> None:
    assert answer(facts(tmp_path), "/health/live")[:2] == (200, '{"status":"live"}')
    assert answer(facts(tmp_path), "/health/ready")[:2] == (200, '{"status":"ready"}')


def test_it_is_live_but_not_ready_with_the_reason_while_it_is_not(tmp_path: Path) -> None:
    told = facts(tmp_path, "disk full")

    assert answer(told, "/health/live")[0] == 200
    assert answer(told, "/health/ready")[:2] == (503, '{"status":"not ready","reason":"disk full"}')


def test_metrics_come_in_the_format_that_is_asked_for(tmp_path: Path) -> None:
    status, body, headers = answer(facts(tmp_path), "/metrics", (b"accept", b"application/openmetrics-text"))

    assert (status, body) == (200, "metrics for application/openmetrics-text")
    assert headers[b"content-type"] == b"text/plain; version=0.0.4"


def test_anything_else_is_not_there(tmp_path: Path) -> None:
    assert answer(facts(tmp_path), "/")[0] == 404
    assert answer(facts(tmp_path), "/metrics", method="POST")[0] == 405


def test_samples_are_of_control_and_of_the_workers_that_are_alive(tmp_path: Path) -> None:
    remove_left_gauges(tmp_path)
    write_gauges(tmp_path, GaugesFile("gate-0", 1e12, {"connections": 5}))

    samples = [(sample.metric.name, sample.labels, sample.value) for sample in facts(tmp_path, "disk full").samples()]

    assert samples == [
        ("headgate_build_info", (__version__, HOT_PATH), 1),
        ("headgate_ledger_up", (), 0),
        ("headgate_ledger_lag_bytes", (), 7),
        ("headgate_log_lines_dropped_total", (), 3),
        ("headgate_connections", ("gate-0",), 5),
    ]
