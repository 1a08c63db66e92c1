"""Recorded exchanges through the real program: ``headgate serve`` on sockets, then ``headgate usage``.

What cuts do at every single byte is shown without sockets, in test_recordings_cut.py; here each stream is cut a few
times, and its pieces are sent apart.
"""

import http.client
import json
import signal
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from headgate.core.usage import Usage
from tests.acceptance.program import DEADLINE_SECONDS, Program
from tests.recordings import Recording, recorded_exchanges
from tests.replay_upstream import ReplayUpstream, answer_bytes
from tests.replaying import (
    ADDED,
    BACKEND,
    KEY,
    configuration,
    expected_headers,
    expected_usage,
    is_relayed,
    status_instead,
)
from tests.requirements import require

require("recordings")

ALL = recorded_exchanges()
RELAYED = [recording for recording in ALL if is_relayed(recording)]
NOT_RELAYED = list({(each.status, each.deployment): each for each in ALL if not is_relayed(each)}.values())
"""One of each kind: after the first, its deployment is left alone for a while."""
CUTS_PER_STREAM = 4

each_relayed = pytest.mark.parametrize("recording", RELAYED, ids=lambda recording: recording.name)


class Got(NamedTuple):
    """What the caller got."""

    recording: Recording
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def exchange(self) -> str:
        return next(value for name, value in self.headers if name == "x-headgate-request-id")


class Replayed(NamedTuple):
    """Everything, replayed once; and what the books say afterwards."""

    whole: dict[str, Got]
    cut: list[Got]
    instead: list[Got]
    attempts: dict[str, dict[str, Any]]
    """By exchange: its only attempt, as the ledger has it."""
    usage: dict[str, Any]
    """``headgate usage --by deployment --format json``."""
    log: str


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replayed]:
    folder = tmp_path_factory.mktemp("replayed")
    upstream = ReplayUpstream()
    try:
        yield _replay(folder, upstream)
    finally:
        upstream.close()


def _replay(folder: Path, upstream: ReplayUpstream) -> Replayed:
    path = folder / "headgate.yaml"
    path.write_text(json.dumps(configuration(ALL, f"http://127.0.0.1:{upstream.port}")))
    program = Program(folder, "serve", "--config", str(path))
    try:
        address = program.until_line("ready")["gate"]
        with closing(http.client.HTTPConnection(address, timeout=DEADLINE_SECONDS)) as connection:
            whole = {each.name: _ask(connection, upstream, each, ()) for each in RELAYED}
            cut = [_ask(connection, upstream, each, cuts) for each in RELAYED for cuts in _cuts(each)]
            instead = [_ask(connection, upstream, each, ()) for each in NOT_RELAYED]
        program.tell(signal.SIGTERM)
        assert program.exit_code() == 0
        log = program.out + program.err
    finally:
        program.end()
    report = Program(folder, "usage", "--config", str(path), "--by", "deployment", "--format", "json")
    assert report.exit_code() == 0, report.err
    return Replayed(whole, cut, instead, _attempts(folder / "data"), json.loads(report.out), log)


def _cuts(recording: Recording) -> Iterator[tuple[int, ...]]:
    """Where to cut a stream: in two, and once into many pieces."""
    if recording.is_stream:
        length = len(answer_bytes(recording))
        yield from ((number * length // (CUTS_PER_STREAM + 1),) for number in range(1, CUTS_PER_STREAM + 1))
        yield tuple(range(length // 20, length, length // 20))


def _ask(
    connection: http.client.HTTPConnection, upstream: ReplayUpstream, recording: Recording, cuts: tuple[int, ...]
) -> Got:
    upstream.replays(recording, cuts)
    headers = {"api-key": KEY, "content-type": recording.content_type}
    connection.request(recording.method, recording.target, recording.request, headers)
    answer = connection.getresponse()
    body = answer.read()
    return Got(recording, answer.status, [(name.lower(), value) for name, value in answer.getheaders()], body)


def _attempts(data: Path) -> dict[str, dict[str, Any]]:
    with closing(sqlite3.connect(data / "ledger.sqlite")) as connection:
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute("SELECT * FROM attempts")]
    return {row["exchange_id"]: row for row in rows}


def _check_booked(replayed: Replayed, got: Got) -> None:
    attempt = replayed.attempts[got.exchange]
    usage = expected_usage(got.recording)
    assert (attempt["backend"], attempt["deployment"]) == (BACKEND, got.recording.deployment)
    assert attempt["estimated"] == (usage is None and got.recording.status == 200)
    if usage is not None:
        assert {name: attempt[name] for name in Usage.__struct_fields__} == {
            name: getattr(usage, name) for name in Usage.__struct_fields__
        }


@each_relayed
def test_status_body_and_headers_are_the_recorded_ones(recording: Recording, replayed: Replayed) -> None:
    got = replayed.whole[recording.name]

    assert got.status == recording.status
    assert got.body == recording.response
    names = {name for name, _ in got.headers}
    assert set(ADDED) <= names
    missing = Counter(expected_headers(recording)) - Counter(got.headers)
    assert not missing


@each_relayed
def test_the_ledger_has_the_recorded_usage(recording: Recording, replayed: Replayed) -> None:
    _check_booked(replayed, replayed.whole[recording.name])


def test_streams_that_come_in_pieces_are_the_same(replayed: Replayed) -> None:
    assert len(replayed.cut) == (CUTS_PER_STREAM + 1) * sum(recording.is_stream for recording in RELAYED)
    for got in replayed.cut:
        assert (got.status, got.body) == (got.recording.status, got.recording.response), got.recording.name
        _check_booked(replayed, got)


def test_what_is_no_answer_to_the_caller_is_answered_by_the_gate(replayed: Replayed) -> None:
    for got in replayed.instead:
        assert got.status == status_instead(got.recording), got.recording.name
        assert got.body != got.recording.response
        assert replayed.attempts[got.exchange]["prompt_tokens"] == 0


def test_headgate_usage_adds_up_to_what_was_recorded(replayed: Replayed) -> None:
    expected: Counter[str] = Counter()
    for got in (*replayed.whole.values(), *replayed.cut):
        usage = expected_usage(got.recording)
        if usage is not None:
            expected[f"{BACKEND}/{got.recording.deployment}"] += usage.total_tokens
    measured = {
        row["deployment"]: row["prompt_tokens"] + row["completion_tokens"] - row["estimated_tokens"]
        for row in replayed.usage["rows"]
    }

    assert {name: tokens for name, tokens in measured.items() if tokens} == dict(expected)
    asked = len(replayed.whole) + len(replayed.cut) + len(replayed.instead)
    assert replayed.usage["total"]["exchanges"] == asked


def test_nothing_of_a_conversation_is_in_the_log(replayed: Replayed) -> None:
    assert "exchange" in replayed.log
    assert KEY not in replayed.log
    assert "the-backends-own" not in replayed.log
    assert "opentelemetry" not in replayed.log
