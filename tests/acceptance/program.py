"""The real program as a child process: what it prints, how it is asked, how it ends."""

import json
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

_DIRECT = urllib.request.ProxyHandler({})
"""These conversations stay on this machine, whatever proxy it is set up with."""

DEADLINE_SECONDS = 30.0
"""Far above what anything here takes, so that a busy machine fails no test."""


class Program:
    """``headgate`` with some arguments; standard output is the log of ``serve``, and text of other commands."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        number = len(list(folder.glob("out-*")))
        self._out, self._err = folder / f"out-{number}", folder / f"err-{number}"
        command = [sys.executable, "-c", "from headgate.cli import main; main()", *arguments]
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.process = subprocess.Popen(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL)

    @property
    def out(self) -> str:
        return self._out.read_text()

    @property
    def err(self) -> str:
        return self._err.read_text()

    def lines(self, event: str) -> list[dict[str, Any]]:
        """The log lines of one event so far."""
        whole = self.out.rpartition("\n")[0].splitlines()
        return [line for line in map(json.loads, whole) if line["event"] == event]

    def until(self, condition: Callable[[], Any]) -> Any:
        """Wait until ``condition`` gives something; fail with everything that was printed when it never does."""
        give_up_at = time.monotonic() + DEADLINE_SECONDS
        while not (found := condition()):
            assert time.monotonic() < give_up_at, f"{self.out}\n{self.err}"
            time.sleep(0.01)
        return found

    def until_line(self, event: str, number: int = 1) -> dict[str, Any]:
        """Wait for the ``number``-th log line of an event."""
        return self.until(lambda: len(found := self.lines(event)) >= number and found)[number - 1]

    def tell(self, signum: signal.Signals) -> None:
        self.process.send_signal(signum)

    def exit_code(self) -> int:
        return self.process.wait(DEADLINE_SECONDS)

    def children(self) -> list[int]:
        tasks = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in tasks.read_text().split()]

    def end(self) -> None:
        """End it however it stands: children see their channel close and follow."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(DEADLINE_SECONDS)


def is_running(pid: int) -> bool:
    """Whether a process is there and not only waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(condition: Callable[[], Any]) -> Any:
    """Wait until ``condition`` gives something."""
    give_up_at = time.monotonic() + DEADLINE_SECONDS
    while not (found := condition()):
        assert time.monotonic() < give_up_at, "it never happened"
        time.sleep(0.01)
    return found


def get(url: str) -> tuple[int, str]:
    """GET an address; return status and body, also of an error."""
    return ask(urllib.request.Request(url))


def chat(base: str, key: str, *, model: str = "gpt-4o") -> tuple[int, str]:
    """Make a chat completion as a client of Azure OpenAI would."""
    url = f"{base}/openai/deployments/{model}/chat/completions?api-version=2024-10-21"
    body = json.dumps({"messages": [{"role": "user", "content": "Hello"}]}).encode()
    headers = {"api-key": key, "content-type": "application/json"}
    return ask(urllib.request.Request(url, body, headers))


def ask(request: urllib.request.Request, *, tls: ssl.SSLContext | None = None) -> tuple[int, str]:
    """Send a request; return status and body, also of an error."""
    opener = urllib.request.build_opener(_DIRECT, urllib.request.HTTPSHandler(context=tls))
    try:
        with opener.open(request, timeout=DEADLINE_SECONDS) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
