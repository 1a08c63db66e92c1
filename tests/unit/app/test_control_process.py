"""The control process as a whole: a journal goes in; a ledger, log lines and metrics come out."""

import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from headgate.app.children import python_command
from headgate.app.control_process import NICENESS
from headgate.app.messages import Ready, Reloaded
from headgate.core.records import Attempt, Closed, JournalStart
from headgate.core.usage import Usage
from headgate.settings import LogSettings
from tests.unit.app.samples import SETTINGS
from tests.unit.app.started import Started


def exchange(number: int) -> Closed:
    usage = Usage(prompt_tokens=10, completion_tokens=5)
    attempt = Attempt("east", "gpt-4o", "gpt-4o", "", "standard", "answered", 0.0, 1.0, "", 200, usage=usage)
    return Closed(
        f"id-{number}", 1_764_000_000.0, 9.0, "demo", "key:demo", "gpt-4o", "embeddings", 200, "answered", (attempt,)
    )


def write_journal(data: Path, boot: str, *records: Closed) -> None:
    folder = data / "journal"
    folder.mkdir(exist_ok=True)
    lines = [JournalStart(1, "gate-0", boot, 1_764_000_000.0), *records]
    (folder / f"gate-0-{boot}-0001.jsonl").write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.fixture
def control(tmp_path: Path) -> Iterator[Started]:
    command = python_command("headgate.app.control_process", "control")
    started = Started(tmp_path, command, replace(SETTINGS, data=str(tmp_path)), name="control")
    assert started.channel.receive() == [Ready()]
    yield started
    started.end()


def test_what_is_in_the_journal_is_posted_logged_and_counted(control: Started, tmp_path: Path) -> None:
    write_journal(tmp_path, "a", exchange(1), exchange(2))

    control.until(lambda: len([line for line in control.log() if line["event"] == "exchange"]) == 2)

    control.until(lambda: get(f"{control.url}/health/ready") == (200, '{"status":"ready"}'))
    assert get(f"{control.url}/health/live") == (200, '{"status":"live"}')
    _, metrics = get(f"{control.url}/metrics")
    lines = metrics.splitlines()
    assert 'headgate_tokens_total{estimated="false",kind="prompt",model="gpt-4o",use_case="demo"} 20.0' in lines
    assert "headgate_ledger_up 1.0" in lines
    assert "headgate_ledger_lag_bytes 0.0" in lines


def test_it_gives_way_to_the_processes_that_serve_callers(control: Started) -> None:
    pid = control.child.pid
    assert os.getpriority(os.PRIO_PROCESS, pid) == min(os.getpriority(os.PRIO_PROCESS, 0) + NICENESS, 19)


def test_at_the_end_the_rest_is_posted(control: Started, tmp_path: Path) -> None:
    write_journal(tmp_path, "a", *(exchange(number) for number in range(5_000)))

    assert control.stop() == "exit code 0"

    assert len([line for line in control.log() if line["event"] == "exchange"]) == 5_000


def test_a_reload_changes_what_is_logged_and_which_names_are_known(control: Started, tmp_path: Path) -> None:
    quiet = replace(SETTINGS, data=str(tmp_path), models={}, log=LogSettings(level="error"))

    assert control.reload(quiet) == [Reloaded("new")]
    write_journal(tmp_path, "a", exchange(1))

    control.until(lambda: 'headgate_exchanges_total{api="embeddings",model="other"' in get(f"{control.url}/metrics")[1])
    assert [line for line in control.log() if line["event"] == "exchange"] == []


def test_a_ledger_that_cannot_be_used_is_told_and_tried_again(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").mkdir()
    command = python_command("headgate.app.control_process", "control")
    control = Started(tmp_path, command, replace(SETTINGS, data=str(tmp_path)), name="control")
    assert control.channel.receive() == [Ready()]

    control.until(lambda: [line for line in control.log() if line["event"] == "posting_failed"])

    status, reason = get(f"{control.url}/health/ready")
    assert status == 503
    assert "not ready" in reason
    assert "headgate_ledger_up 0.0" in get(f"{control.url}/metrics")[1]
    (tmp_path / "ledger.sqlite").rmdir()
    control.until(lambda: [line for line in control.log() if line["event"] == "posting_again"])
    assert control.stop() == "exit code 0"
    control.end()


def test_it_ends_with_its_supervisor(control: Started) -> None:
    control.child.close_channel()

    assert control.until(control.child.reap) == "exit code 0"
