"""Ten seconds for tuning: how many plain chats and streamed events a simulator answers on one core.

``python -m bench.simulator`` starts one without latency and limits on the gate core, and wrk on the load core.
"""

import contextlib
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from typing import NamedTuple

from bench.chat import Route, azure_path
from bench.cores import GATE_CORE, LOAD_CORE, core_times, cpu_seconds
from bench.places import WORK
from bench.processes import end_on_signals, free_port, started, wait_until_listening
from bench.wrk import run_wrk

FOLDER = WORK / "simulator"
KEY = "bench-key"
CONNECTIONS, SECONDS = 32, 5
PLAIN_TOKENS, STREAM_TOKENS = 32, 200
CONFIGURATION = """
resources:
  eastus:
    region: eastus
    port: {port}
    keys: [{key}]
    deployments:
      gpt-4o: {{model: gpt-4o, version: "2024-11-20", latency: {{first_token_seconds: 0, between_tokens_seconds: 0}}}}
"""


class Pace(NamedTuple):
    """What was answered, and what it took."""

    per_second: float
    cpu_us: float
    """Of the simulator's process, for each."""
    failed: int
    foreign: float
    """Share of the simulator's core, 0..1, that other processes had: a machine with other work measures that."""


def main() -> int:
    """Measure and print; returns the exit code."""
    end_on_signals()
    FOLDER.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with _simulator(port) as pid:
        route = Route(port=port, path=azure_path("gpt-4o"), model="gpt-4o", headers={"api-key": KEY})
        stream = _body(STREAM_TOKENS, stream=True)
        events = _events_of(route, stream)
        run_wrk(route, connections=CONNECTIONS, seconds=1, core=LOAD_CORE, folder=FOLDER, body=stream)
        plain = _measure(route, _body(PLAIN_TOKENS, stream=False), pid)
        streamed = _measure(route, stream, pid)
    print(f"plain chats of {PLAIN_TOKENS} tokens: {plain.per_second:,.0f}/s, {plain.cpu_us:.1f} µs each")
    print(
        f"streamed chats of {STREAM_TOKENS} tokens: {streamed.per_second * events:,.0f} events/s "
        f"({streamed.per_second:,.0f} streams of {events}), {streamed.cpu_us / events:.2f} µs each"
    )
    print(f"others on its core: {plain.foreign:.0%} and {streamed.foreign:.0%} of the time")
    return 1 if plain.failed or streamed.failed else 0


@contextlib.contextmanager
def _simulator(port: int) -> Iterator[int]:
    configuration, log = FOLDER / "simulator.yaml", FOLDER / "simulator.log"
    configuration.write_text(CONFIGURATION.format(port=port, key=KEY))
    command = [sys.executable, "-c", "from headgate.cli import main; main()"]
    command += ["simulate", "--config", str(configuration)]
    with started(command, core=GATE_CORE, log=log) as pid:
        wait_until_listening(port, pid=pid, log=log, seconds_max=30)
        yield pid


def _measure(route: Route, body: bytes, pid: int) -> Pace:
    before, core_before = cpu_seconds([pid]), core_times(GATE_CORE)
    seen = run_wrk(route, connections=CONNECTIONS, seconds=SECONDS, core=LOAD_CORE, folder=FOLDER, body=body)
    used = cpu_seconds([pid]) - before
    busy = core_times(GATE_CORE).busy_share_since(core_before)
    failed = seen.not_2xx + seen.socket_errors
    foreign = max(0.0, busy - used / (seen.duration_us / 1e6))
    return Pace(seen.per_second, used / max(1, seen.requests) * 1e6, failed, foreign)


def _body(tokens: int, *, stream: bool) -> bytes:
    asked = {"messages": [{"role": "user", "content": "What does a headgate do?"}], "max_tokens": tokens}
    return json.dumps({**asked, "stream": True} if stream else asked).encode()


def _events_of(route: Route, body: bytes) -> int:
    """How many events one such stream has."""
    request = urllib.request.Request(f"http://127.0.0.1:{route.port}{route.path}", body, route.all_headers())
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as answer:
        return int(answer.read().count(b"data: "))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        sys.exit(f"wrk did not run: {error.stderr}")
