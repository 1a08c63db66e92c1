import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from headgate.app.children import python_command
from headgate.app.demo.ports import ports_from
from headgate.app.messages import Ready
from tests.unit.app.samples import SETTINGS
from tests.unit.app.started import Started


def test_it_simulates_where_it_is_told_until_it_is_told_to_stop(tmp_path: Path) -> None:
    port = ports_from(0).eastus
    command = python_command("headgate.app.demo.simulator_process", f"eastus={port}")
    simulator = Started(tmp_path, command, SETTINGS, name="simulator")

    assert simulator.channel.receive() == [Ready()]

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with pytest.raises(urllib.error.HTTPError) as refused:
        opener.open(f"http://127.0.0.1:{port}/openai/v1/models", timeout=20)
    with refused.value:
        assert refused.value.code == 401
    assert simulator.stop() == "exit code 0"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    simulator.end()
