"""``headgate trace``, as it is typed."""

import json
from pathlib import Path

import pytest

from headgate.cli.application import run
from headgate.core.records import Skipped
from headgate.core.usage import Usage
from tests.unit.ledger.samples import Worker, attempt, closed, opened


@pytest.fixture
def data(tmp_path: Path) -> Path:
    worker = Worker(tmp_path / "journal")
    throttled = attempt("eastus/ptu", kind="provisioned", outcome="throttled", status=429, usage=None, why="first pool")
    answered = attempt(
        why="next pool",
        skipped=(Skipped("eastus/ptu", "throttled for 3.2 s"),),
        request_id="r-1",
        served_model="gpt-4o-2024-11-20",
        service_tier="default",
        first_byte_ms=80.0,
        usage=Usage(prompt_tokens=1000, completion_tokens=20, estimated=True),
    )
    covered = attempt("eastus/ptu", kind="provisioned")
    strange = attempt("lab/strange", deployed_model="strange", version="", outcome="interrupted", error="reset")
    worker.write(
        closed("x1", throttled, answered, stream=True, client_request_id="c-9", traceparent="00-ab"),
        closed("x2", covered),
        closed("x3", strange, outcome="interrupted", status=200, code="backend_failed"),
        opened("x4"),
    )
    worker.die()
    return tmp_path


def _shown(capsys: pytest.CaptureFixture[str], data: Path, id_: str, *tokens: str) -> str:
    assert run(["trace", id_, "--data", str(data), *tokens]) == 0
    return capsys.readouterr().out


def test_it_tells_where_an_exchange_was_sent_and_why(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = _shown(capsys, data, "x1").splitlines()

    assert "exchange   x1" in shown
    assert "caller     key:support-bot-1, use case support-bot" in shown
    assert "client id  c-9" in shown
    assert "attempt 1  eastus/ptu (gpt-4o 2024-11-20, provisioned)" in shown
    assert "  outcome  throttled, status 429" in shown
    assert "  charge   nothing to charge" in shown
    assert "  skipped  eastus/ptu: throttled for 3.2 s" in shown
    assert "  backend  request r-1, gpt-4o-2024-11-20, tier default" in shown
    assert "  usage    prompt tokens 1,000, completion tokens 20 (estimated)" in shown
    assert "  charge   0.0027 USD by builtin:gpt-4o@2024-08-06" in shown


def test_what_is_covered_and_what_has_no_price_is_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "charge   covered by provisioned capacity" in _shown(capsys, data, "x2")
    shown = _shown(capsys, data, "x3")
    assert "charge   a gap: no price" in shown
    assert "outcome  interrupted, status 200; reset" in shown
    assert "interrupted, status 200 backend_failed" in shown


def test_a_lost_exchange_is_told_as_such(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "outcome    lost, status none" in _shown(capsys, data, "x4")


def test_json_is_for_programs(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(_shown(capsys, data, "x1", "--format", "json"))

    assert (document["id"], len(document["attempts"])) == ("x1", 2)
    assert document["attempts"][1]["charge"] == 0.0027


def test_an_exchange_that_is_not_known_is_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trace", "x9", "--data", str(data)]) == 1
    assert "no exchange x9 is known here" in capsys.readouterr().err
