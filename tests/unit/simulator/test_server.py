import asyncio
import os
import signal
import socket
import ssl
import threading
from pathlib import Path

import pytest
import trustme
from msgspec import structs

from headgate.core.errors import CannotListenError
from headgate.simulator.faults import Fault
from headgate.simulator.scenario import FaultEvent, Scenario
from headgate.simulator.server import Simulator, run
from headgate.simulator.settings import CertificateSettings, LatencySettings, SimulatorSettings
from tests.unit.simulator.settings_for_tests import deployment, resource_settings, simulator_settings
from tests.unit.simulator.talk import CHAT, HELLO, ask, connect, read_reply, request_bytes


async def test_every_resource_has_a_port_and_all_share_one_count() -> None:
    settings = SimulatorSettings(resources={"one": resource_settings(), "two": resource_settings()})
    simulator = Simulator(settings)
    await simulator.start()
    one, two = simulator.endpoints["one"], simulator.endpoints["two"]

    assert one != two
    await ask(one, CHAT, HELLO)
    await ask(two, CHAT, HELLO)
    told = (await ask(one, "/simulator/usage")).json
    assert sorted(told["resources"]) == ["one", "two"]
    await simulator.stop()
    assert simulator.endpoints == {}


async def test_a_streamed_chat_over_the_wire(endpoint: str) -> None:
    reply = await ask(endpoint, CHAT, {**HELLO, "stream": True, "max_tokens": 3})

    assert reply.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert reply.headers["transfer-encoding"] == "chunked"
    assert len(reply.data) == 1 + 1 + 3 + 1 + 1
    assert reply.data[-1] == "[DONE]"


async def test_a_reset_in_the_middle_reaches_the_client_as_one(simulator: Simulator, endpoint: str) -> None:
    simulator.faults.add(Fault(kind="reset_midway", after=2))
    async with connect(endpoint) as (reader, writer):
        writer.write(request_bytes(CHAT, {**HELLO, "stream": True}))

        with pytest.raises(ConnectionResetError):
            await read_reply(reader)
        assert simulator.truth.requests().requests[0].ended == "reset"


async def test_a_reset_before_reaches_the_client_as_one(simulator: Simulator, endpoint: str) -> None:
    simulator.faults.add(Fault(kind="reset_before"))

    with pytest.raises(ConnectionResetError):
        await ask(endpoint, CHAT, HELLO)


async def test_a_port_in_use_is_told_and_nothing_is_left_listening() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        resources = {"free": resource_settings(), "taken": structs.replace(resource_settings(), port=port)}
        simulator = Simulator(SimulatorSettings(resources=resources))

        with pytest.raises(CannotListenError, match=f"taken: cannot listen on 127.0.0.1:{port}"):
            await simulator.start()
    assert simulator.endpoints == {}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


async def test_it_speaks_tls_with_a_certificate(authority: trustme.CA, tmp_path: Path) -> None:
    issued = authority.issue_cert("127.0.0.1")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    for pem in issued.cert_chain_pems:
        pem.write_to_path(tmp_path / "chain.pem", append=True)
    tls = CertificateSettings(certificate=str(tmp_path / "chain.pem"), key=str(tmp_path / "key.pem"))
    settings = SimulatorSettings(resources={"eastus": resource_settings()}, tls=tls)
    simulator = Simulator(settings)
    await simulator.start()
    endpoint = simulator.endpoints["eastus"]
    assert endpoint.startswith("https://")

    client = ssl.create_default_context()
    authority.configure_trust(client)
    host, _, port = endpoint.removeprefix("https://").rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port), ssl=client)
    writer.write(request_bytes(CHAT, HELLO))
    assert (await read_reply(reader)).status == 200
    writer.close()
    await writer.wait_closed()
    await simulator.stop()


async def test_latency_is_kept() -> None:
    slow = deployment(latency=LatencySettings(first_token_seconds=0.05, between_tokens_seconds=0))
    simulator = Simulator(simulator_settings(**{"gpt-4o": slow}))
    await simulator.start()
    began = asyncio.get_running_loop().time()
    await ask(simulator.endpoints["eastus"], CHAT, HELLO)
    assert asyncio.get_running_loop().time() - began >= 0.045
    await simulator.stop()


def test_run_announces_its_endpoints_and_stops_on_sigterm() -> None:
    announced: list[dict[str, str]] = []

    def announce(endpoints: dict[str, str]) -> None:
        announced.append(endpoints)
        threading.Timer(0, os.kill, (os.getpid(), signal.SIGTERM)).start()

    run(simulator_settings(), announce=announce)

    assert list(announced[0]) == ["eastus"]


async def test_a_scenario_runs_in_the_simulators_time() -> None:
    settings = structs.replace(simulator_settings(), time_factor=1000)
    simulator = Simulator(settings)
    await simulator.start()
    simulator.play(Scenario([FaultEvent(at="00:10", kind="status", status=503)]))

    async with asyncio.timeout(5):
        while (await ask(simulator.endpoints["eastus"], CHAT, HELLO)).status != 503:
            pass
    await simulator.stop()
