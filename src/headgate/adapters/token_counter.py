"""Counting tokens in a process of its own: started at the first job, ended when it is idle, started again if it dies.

Counting must never hold up or fail an exchange. What cannot be counted in time is estimated by length; both ways the
result is an estimate, and flagged so by whoever records it.
"""

import asyncio
import os
import sys

import msgspec

from headgate.metering.rough import rough_prompt_tokens
from headgate.metering.token_process import TokenCount, TokenJob

IDLE_SECONDS = 60.0
"""After so long without a job the process ends: it holds 100 to 200 MB."""
JOB_SECONDS = 10.0
"""The longest a job may take, with the start of the process (1 s) and its turn among the others."""
JOBS_MAX = 64
"""Jobs that may wait, past which estimates are given at once: many streams breaking at once is a bad time to queue."""
JOB_BYTES_MAX = 16_777_216
"""The largest body that is counted; larger ones are mostly pictures. Twice the longest text any model takes."""
WAITING_BYTES_MAX = 67_108_864
"""Bytes of all jobs that wait."""
_PASSED_ON = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "SYSTEMROOT")
"""The only variables the process sees: the others may hold secrets."""


class TokenCounter:
    """Counts prompts and completions whose usage no backend stated."""

    def __init__(self, *, idle_seconds: float = IDLE_SECONDS, job_seconds: float = JOB_SECONDS) -> None:
        self.counted_by_length = 0
        """How often an estimate by length had to do."""
        self._idle_seconds = idle_seconds
        self._job_seconds = job_seconds
        self._process: asyncio.subprocess.Process | None = None
        self._leaving: set[asyncio.subprocess.Process] = set()
        self._turn = asyncio.Lock()
        self._idle: asyncio.TimerHandle | None = None
        self._waiting = 0
        self._waiting_bytes = 0
        self._last_id = 0
        self._closed = False

    async def count(self, api: str, model: str, prompt_body: bytes, completion_text: str) -> tuple[int, int]:
        """Return the tokens of a request's body and of an answer's text; estimated by length if need be.

        ``api`` is a name of ``headgate.wire.paths``, ``model`` the deployed model. Never raises for want of a count.
        """
        size = len(prompt_body) + len(completion_text)
        if not self._takes(size):
            return self._by_length(prompt_body, completion_text)
        self._waiting += 1
        self._waiting_bytes += size
        try:
            async with asyncio.timeout(self._job_seconds), self._turn:
                return await self._ask(api, model, prompt_body, completion_text)
        except (TimeoutError, OSError, EOFError, ValueError):
            return self._by_length(prompt_body, completion_text)
        finally:
            self._waiting -= 1
            self._waiting_bytes -= size

    async def close(self) -> None:
        """End the process, and take no more jobs."""
        self._closed = True
        self._let_go()
        for process in list(self._leaving):
            await process.wait()

    def _takes(self, size: int) -> bool:
        if self._closed or size > JOB_BYTES_MAX or self._waiting >= JOBS_MAX:
            return False
        return self._waiting_bytes + size <= WAITING_BYTES_MAX

    async def _ask(self, api: str, model: str, body: bytes, completion: str) -> tuple[int, int]:
        """Put one job to the process; whatever goes wrong, a process that owes an answer is not asked again."""
        if self._idle is not None:
            self._idle.cancel()
        answered = False
        try:
            process = await self._running()
            assert process.stdin is not None
            assert process.stdout is not None
            self._last_id += 1
            text = completion.encode("utf-8", "replace").decode()
            job = TokenJob(id=self._last_id, api=api, model=model, body=body, completion=text)
            process.stdin.write(msgspec.json.encode(job) + b"\n")
            await process.stdin.drain()
            count = msgspec.json.decode(await process.stdout.readuntil(), type=TokenCount)
            if count.id != job.id:
                raise ValueError("an answer to another job")
            answered = True
            return count.prompt, count.completion
        finally:
            if not answered:
                self._let_go()
            elif not self._closed:
                self._idle = asyncio.get_running_loop().call_later(self._idle_seconds, self._let_go)

    async def _running(self) -> asyncio.subprocess.Process:
        """Return the process, started if there is none that lives."""
        if self._process is None or self._process.returncode is not None:
            self._let_go()
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "headgate.metering.token_process",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
                start_new_session=True,  # Ctrl-C is for the gate, which may still want to count while it drains
            )
        return self._process

    def _let_go(self) -> None:
        """Kill the process, if there is one; it holds nothing that could be lost. The loop reaps it."""
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        process, self._process = self._process, None
        self._leaving = {each for each in self._leaving if each.returncode is None}
        if process is not None and process.returncode is None:
            process.kill()
            self._leaving.add(process)

    def _by_length(self, body: bytes, completion: str) -> tuple[int, int]:
        self.counted_by_length += 1
        return rough_prompt_tokens(len(body)), rough_prompt_tokens(len(completion))
