import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from headgate.adapters import token_counter
from headgate.adapters.token_counter import TokenCounter

BODY = b'{"messages":[{"role":"user","content":"Say hello"}]}'
BY_LENGTH = (13, 2)
COUNTED = (9, 2)


@pytest.fixture
async def counter() -> AsyncIterator[TokenCounter]:
    made = TokenCounter(job_seconds=60.0)
    yield made
    await made.close()


async def hello(counter: TokenCounter) -> tuple[int, int]:
    return await counter.count("chat.completions", "gpt-4o", BODY, "Hello!")


def process_of(counter: TokenCounter) -> asyncio.subprocess.Process:
    assert counter._process is not None
    return counter._process


def environment_of(process: asyncio.subprocess.Process) -> bytes:
    path = Path(f"/proc/{process.pid}/environ")
    if not path.exists():
        pytest.skip("this system has no /proc")
    return path.read_bytes()


async def test_jobs_are_counted_by_one_process(counter: TokenCounter) -> None:
    assert await hello(counter) == COUNTED
    first = process_of(counter)
    assert await asyncio.gather(hello(counter), hello(counter)) == [COUNTED, COUNTED]
    assert process_of(counter) is first
    assert counter.counted_by_length == 0


async def test_nothing_runs_before_the_first_job_nor_after_the_end() -> None:
    counter = TokenCounter()
    assert counter._process is None
    await counter.close()
    assert await hello(counter) == BY_LENGTH
    assert counter._process is None


async def test_a_process_that_died_costs_one_estimate_at_most(counter: TokenCounter) -> None:
    await hello(counter)
    died = process_of(counter)
    os.kill(died.pid, signal.SIGKILL)
    assert await hello(counter) in (BY_LENGTH, COUNTED)
    assert await hello(counter) == COUNTED
    assert process_of(counter).pid != died.pid


async def test_a_job_that_takes_too_long_is_estimated_and_its_process_ended(counter: TokenCounter) -> None:
    await hello(counter)
    slow = process_of(counter)
    os.kill(slow.pid, signal.SIGSTOP)
    counter._job_seconds = 0.02
    assert await hello(counter) == BY_LENGTH
    assert await asyncio.wait_for(slow.wait(), 10) == -signal.SIGKILL
    assert counter.counted_by_length == 1


async def test_a_caller_that_goes_away_leaves_no_answer_to_the_next(counter: TokenCounter) -> None:
    await hello(counter)
    stopped = process_of(counter)
    os.kill(stopped.pid, signal.SIGSTOP)
    waiting = asyncio.create_task(hello(counter))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert await hello(counter) == COUNTED


async def test_an_idle_process_ends(counter: TokenCounter) -> None:
    counter._idle_seconds = 0.001
    assert await hello(counter) == COUNTED
    for process in [counter._process, *counter._leaving]:
        if process is not None:
            await asyncio.wait_for(process.wait(), 10)
    assert await hello(counter) == COUNTED


@pytest.mark.parametrize("limit", ["JOBS_MAX", "JOB_BYTES_MAX", "WAITING_BYTES_MAX"])
async def test_past_a_limit_the_length_decides_at_once(
    counter: TokenCounter, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(token_counter, limit, 0)
    assert await hello(counter) == BY_LENGTH
    assert counter._process is None


async def test_a_process_that_cannot_start_is_no_error(
    counter: TokenCounter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "nowhere"))
    assert await hello(counter) == BY_LENGTH


async def test_the_process_sees_no_secrets(counter: TokenCounter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AOAI_KEY", "secret")
    await hello(counter)
    assert b"AOAI_KEY" not in environment_of(process_of(counter))
