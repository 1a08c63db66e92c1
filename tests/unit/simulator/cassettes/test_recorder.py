"""A simulator stands in for the real endpoint: another simulator records it, and a third replays that."""

import asyncio
from pathlib import Path

import pytest

from headgate.core.errors import HeadgateError
from headgate.simulator.cassettes.cassette import read_all
from headgate.simulator.cassettes.recorder import Recorder
from headgate.simulator.cassettes.replay import Replay
from headgate.simulator.exchange import Request
from headgate.simulator.server import Simulator
from headgate.simulator.settings import CassetteSettings, ResourceSettings, SimulatorSettings
from tests.unit.simulator.settings_for_tests import KEY
from tests.unit.simulator.talk import CHAT, HELLO, ask

STREAMED = HELLO | {"stream": True}


async def test_what_was_recorded_is_replayed_without_the_endpoint(endpoint: str, tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, endpoint)
    for body in (b'{"messages":[{"role":"user","content":"Hello"}]}', b"broken"):
        request = Request("POST", CHAT.encode(), {b"api-key": KEY.encode()}, body)
        told = (await asyncio.to_thread(recorder.serve, request)).answer
        again = Replay(tmp_path).serve(request).answer
        assert (again.status, again.body, again.headers) == (told.status, told.body, told.headers)
    assert all(KEY not in str(each) for each in read_all(tmp_path))


async def test_a_stream_is_recorded_whole_and_replayed_over_a_socket(endpoint: str, tmp_path: Path) -> None:
    import json

    request = Request("POST", CHAT.encode(), {b"api-key": KEY.encode()}, json.dumps(STREAMED).encode())
    await asyncio.to_thread(Recorder(tmp_path, endpoint).serve, request)
    cassettes = CassetteSettings(folder=str(tmp_path))
    played = ResourceSettings(region="eastus", deployments={}, cassettes=cassettes)
    simulator = Simulator(SimulatorSettings(resources={"played": played}))
    await simulator.start()
    try:
        reply = await ask(simulator.endpoints["played"], CHAT, STREAMED)
    finally:
        await simulator.stop()
    assert (reply.status, reply.data[-1]) == (200, "[DONE]")
    assert reply.headers["x-ms-region"] == "East US"


def test_an_endpoint_that_does_not_answer_is_a_502_and_no_cassette(tmp_path: Path) -> None:
    answer = Recorder(tmp_path, "http://127.0.0.1:1").serve(Request("GET", b"/", {}, b"")).answer

    assert (answer.status, list(tmp_path.iterdir())) == (502, [])


def test_what_is_no_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HeadgateError, match="record_from is 'eastus'; an address like https"):
        Recorder(tmp_path, "eastus")
