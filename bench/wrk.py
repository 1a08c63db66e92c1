"""Running wrk, and reading what it measured."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.chat import Route, request_body

GRACE_SECONDS = 15
"""How much longer than asked wrk may take before it is given up."""

SCRIPT = """\
wrk.method = "POST"
wrk.body = {body}
{headers}

function done(summary, latency, requests)
  io.stderr:write(string.format(
    '{{"requests":%d,"duration_us":%d,"p50_us":%d,"p99_us":%d,"max_us":%d,"not_2xx":%d,"socket_errors":%d}}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
    summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
"""


@dataclass(frozen=True)
class WrkRun:
    """One run of wrk."""

    requests: int
    duration_us: int
    p50_us: int
    p99_us: int
    max_us: int
    not_2xx: int
    socket_errors: int

    @property
    def per_second(self) -> float:
        """Requests answered per second."""
        return self.requests / (self.duration_us / 1e6) if self.duration_us else 0.0


def run_wrk(
    route: Route, *, connections: int, seconds: int, core: int, folder: Path, body: bytes | None = None
) -> WrkRun:
    """Post the chat request, or ``body``, again and again on so many connections, by one thread on ``core``."""
    script = folder / f"wrk-{route.port}-{route.model}.lua"
    script.write_text(_script(route, body or request_body(route.model)))
    command = [
        "taskset", "-c", str(core), "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s",
        "-s", str(script), f"{route.scheme}://127.0.0.1:{route.port}{route.path}",
    ]  # fmt: skip
    finished = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + GRACE_SECONDS)
    return WrkRun(**json.loads(finished.stderr.strip().splitlines()[-1]))


def _script(route: Route, body: bytes) -> str:
    headers = "\n".join(
        f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}" for name, value in route.all_headers().items()
    )
    return SCRIPT.format(body=_lua_string(body.decode()), headers=headers)


def _lua_string(text: str) -> str:
    """A Lua literal: the body is ASCII JSON without long-bracket ends, so level two brackets hold it verbatim."""
    assert "]==]" not in text
    return f"[==[{text}]==]"
