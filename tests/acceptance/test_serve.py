"""``headgate serve`` as it is run: one real program, its workers, and callers on sockets."""

import hashlib
import http.client
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from headgate.core.compiled import HOT_PATH
from tests.acceptance.backend import FIRST, REST, HeldBackend
from tests.acceptance.program import Program, chat, get, is_running, wait_until

KEY = "hg-test-key"

CONFIGURATION = """
gate: {{listen: "127.0.0.1:{gate_port}", drain_seconds: 20}}
control: {{listen: "127.0.0.1:0"}}
data: ./data
backends:
  east:
    endpoint: {endpoint}
    credential: {{kind: none}}
    deployments: {{gpt-4o: {{model: gpt-4o, version: "2024-11-20"}}}}
models: {{gpt-4o: {{pools: [[east/gpt-4o]]}}}}
use_cases: {{demo: {{callers: ["key:demo"], models: [{model}]}}}}
keys: {{demo: {{sha256: "{digest}"}}}}
"""


class Served:
    """A program that serves, its configuration, and the backend behind it."""

    def __init__(self, folder: Path) -> None:
        self.backend = HeldBackend()
        self._callers = ExitStack()
        self.path = folder / "headgate.yaml"
        self.configure()
        self.program = Program(folder, "serve", "--config", str(self.path))
        ready = self.program.until_line("ready")
        self.gate, self.control = f"http://{ready['gate']}", f"http://{ready['control']}"
        self.gate_port = int(ready["gate"].rpartition(":")[2])

    def configure(self, *, key: str = KEY, model: str = "gpt-4o") -> None:
        digest = hashlib.sha256(key.encode()).hexdigest()
        text = CONFIGURATION.format(gate_port=0, endpoint=self.backend.endpoint, model=model, digest=digest)
        self.path.write_text(text)

    def stream(self) -> http.client.HTTPResponse:
        """Begin a streamed chat; its first event has arrived when this returns."""
        connection = self._callers.enter_context(
            closing(http.client.HTTPConnection("127.0.0.1", self.gate_port, timeout=30))
        )
        body = json.dumps({"model": "gpt-4o", "stream": True, "messages": []})
        headers = {"api-key": KEY, "content-type": "application/json"}
        connection.request("POST", "/openai/v1/chat/completions", body, headers)
        answer = self._callers.enter_context(connection.getresponse())
        assert answer.status == 200
        assert answer.read(len(FIRST)) == FIRST
        return answer

    def end(self) -> None:
        self._callers.close()
        self.program.end()
        self.backend.close()

    def worker_pid(self) -> int:
        return [line["pid"] for line in self.program.lines("child_started") if line["child"] == "gate-0"][-1]


def connecting_is_refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return True
    return False


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    running = Served(tmp_path)
    yield running
    running.end()


def test_an_exchange_is_served_logged_and_counted(served: Served) -> None:
    served.backend.release()

    assert get(f"{served.gate}/health/live")[0] == 200
    assert get(f"{served.gate}/health/ready")[0] == 200
    status, _ = chat(served.gate, KEY)
    refused, _ = chat(served.gate, "wrong")

    assert (status, refused) == (200, 401)
    line = served.program.until_line("exchange")
    assert (line["use_case"], line["outcome"], line["deployment"]) == ("demo", "answered", "east/gpt-4o")
    wait_until(lambda: 'headgate_denied_total{code="' in get(f"{served.control}/metrics")[1])
    metrics = get(f"{served.control}/metrics")[1]
    assert 'headgate_exchanges_total{api="chat.completions",model="gpt-4o",outcome="answered"' in metrics
    wait_until(lambda: 'headgate_worker_memory_bytes{worker="gate-0"}' in get(f"{served.control}/metrics")[1])
    assert get(f"{served.control}/health/ready") == (200, '{"status":"ready"}')
    assert KEY not in served.program.out + served.program.err


def test_a_started_program_says_how_its_hot_path_runs(served: Served) -> None:
    assert served.program.until_line("start")["hot_path"] == HOT_PATH
    assert f'headgate_build_info{{hot_path="{HOT_PATH}"' in get(f"{served.control}/metrics")[1]


def test_a_worker_killed_is_replaced_and_nobody_is_refused_meanwhile(served: Served) -> None:
    served.backend.release()
    before = served.worker_pid()

    os.kill(before, signal.SIGKILL)

    assert chat(served.gate, KEY)[0] == 200
    assert served.worker_pid() != before
    assert served.program.lines("child_died")[0]["how"] == "killed by SIGKILL"


def test_an_exchange_whose_worker_was_killed_is_in_the_books(served: Served) -> None:
    answer = served.stream()

    os.kill(served.worker_pid(), signal.SIGKILL)

    with pytest.raises((http.client.HTTPException, OSError)):
        answer.read()
    line = served.program.until_line("exchange")
    assert (line["outcome"], line["level"], line["estimated"]) == ("lost", "warning", True)


def test_sigterm_lets_a_stream_end_and_then_ends_everything(served: Served) -> None:
    answer = served.stream()

    served.program.tell(signal.SIGTERM)
    served.program.until_line("draining")
    wait_until(lambda: connecting_is_refused(served.gate_port))
    served.backend.release()

    assert answer.read() == REST
    assert served.program.exit_code() == 0
    [line] = served.program.lines("exchange")
    assert line["outcome"] == "answered"


def test_a_second_ctrl_c_hurries(served: Served) -> None:
    answer = served.stream()
    children = served.program.children()
    started = time.monotonic()

    served.program.tell(signal.SIGINT)
    served.program.until_line("draining")
    served.program.tell(signal.SIGINT)

    assert served.program.exit_code() == 0
    assert time.monotonic() - started < 15
    answer.close()
    [line] = served.program.lines("exchange")
    assert line["outcome"] in {"interrupted", "cancelled"}
    assert not any(is_running(pid) for pid in children)
    assert served.program.err == ""


def test_a_configuration_that_does_not_hold_changes_nothing(served: Served) -> None:
    served.backend.release()

    served.configure(model="gpt-5")
    served.program.tell(signal.SIGHUP)

    served.program.until_line("reload_refused")
    [mistake] = served.program.lines("configuration_mistake")
    assert f"{served.path}:11: use_cases.demo.models" in mistake["message"]
    assert chat(served.gate, KEY)[0] == 200


def test_a_changed_configuration_is_in_force_within_a_moment(served: Served) -> None:
    served.backend.release()

    served.configure(key="hg-another")

    served.program.until_line("reloaded")
    assert chat(served.gate, KEY)[0] == 401
    assert chat(served.gate, "hg-another")[0] == 200


def test_no_child_outlives_a_supervisor_that_was_killed(served: Served) -> None:
    children = served.program.children()
    assert len(children) == 2

    served.program.process.kill()

    wait_until(lambda: not any(is_running(pid) for pid in children))


def test_a_port_in_use_is_one_clear_line_and_exit_code_3(served: Served, tmp_path: Path) -> None:
    text = served.path.read_text().replace("127.0.0.1:0", f"127.0.0.1:{served.gate_port}", 1)
    other = tmp_path / "other" / "headgate.yaml"
    other.parent.mkdir()
    other.write_text(text)

    second = Program(tmp_path / "other", "serve", "--config", str(other))

    assert second.exit_code() == 3
    assert second.err == (
        f"headgate: cannot listen on 127.0.0.1:{served.gate_port} (gate.listen): the port is in use\n"
    )


def test_a_data_folder_in_use_is_refused(served: Served, tmp_path: Path) -> None:
    second = Program(tmp_path, "serve", "--config", str(served.path))

    assert second.exit_code() == 3
    assert f"in use by process {served.program.process.pid}" in second.err


def test_mistakes_end_with_exit_code_2_before_anything_runs(tmp_path: Path) -> None:
    path = tmp_path / "headgate.yaml"
    path.write_text("backends: {}\nmodels: {}\nuse_cases: {}\ngates: {}\n")

    program = Program(tmp_path, "serve", "--config", str(path))

    assert program.exit_code() == 2
    assert f"{path}:4: gates" in program.err
    assert "Traceback" not in program.err
    assert program.out == ""
