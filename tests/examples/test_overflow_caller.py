"""The caller against a simulator: what it reads, when it asks again, and what it does with what is broken."""

from collections.abc import AsyncIterator

import pytest

from examples.overflow import caller
from examples.overflow.caller import Address, call
from examples.overflow.plan import draw_calls
from headgate.simulator.faults import Fault, FaultKind
from headgate.simulator.server import Simulator
from headgate.simulator.settings import DeploymentSettings, LatencySettings, ResourceSettings, SimulatorSettings

BODY = draw_calls(15, faster=1, seed=0)[0].body
AT_ONCE = LatencySettings(first_token_seconds=0, between_tokens_seconds=0)
KEY = "a-key"


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    chat = DeploymentSettings(model="gpt-4o", latency=AT_ONCE)
    resource = ResourceSettings(region="eastus", keys=[KEY], deployments={"chat": chat})
    running = Simulator(SimulatorSettings(resources={"one": resource}))
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
def address(simulator: Simulator) -> Address:
    host, _, port = simulator.endpoints["one"].rpartition("//")[2].rpartition(":")
    return Address(host, int(port), KEY, "chat")


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []

    async def note(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(caller.asyncio, "sleep", note)
    return waited


def _throttle(simulator: Simulator, *, count: int, **headers: str) -> None:
    shown = {name.replace("_", "-"): value for name, value in headers.items()}
    simulator.faults.add(Fault(kind="status", status=429, headers=shown, count=count))


async def test_a_stream_is_read_to_its_usage(address: Address) -> None:
    answer = await call(address, BODY, retries=0)

    assert (answer.status, answer.tries, answer.failure) == (200, 1, "")
    assert 0 < answer.first_token <= answer.ended
    assert answer.prompt_tokens > 600
    assert 100 <= answer.completion_tokens <= 300
    assert answer.deployment == "chat"


async def test_without_retries_a_refusal_is_the_answer(simulator: Simulator, address: Address) -> None:
    _throttle(simulator, count=1, retry_after_ms="20")

    answer = await call(address, BODY, retries=0)

    assert (answer.status, answer.tries, answer.first_token) == (429, 1, 0.0)


async def test_a_retry_waits_for_as_long_as_it_was_told(
    simulator: Simulator, address: Address, waits: list[float]
) -> None:
    _throttle(simulator, count=2, retry_after_ms="20")

    answer = await call(address, BODY, retries=2)

    assert (answer.status, answer.tries) == (200, 3)
    assert waits == [0.02, 0.02]


@pytest.mark.parametrize("told", [{}, {"retry_after_ms": "0"}, {"retry_after_ms": "120001"}])
async def test_told_nothing_that_counts_it_waits_as_the_official_clients_do(
    simulator: Simulator, address: Address, waits: list[float], told: dict[str, str]
) -> None:
    _throttle(simulator, count=5, **told)

    answer = await call(address, BODY, retries=2)

    assert (answer.status, answer.tries) == (429, 3)
    assert waits == [0.5, 1.0]


async def test_what_is_wrong_with_the_call_itself_is_not_tried_again(address: Address) -> None:
    answer = await call(address._replace(key="wrong"), BODY, retries=2)

    assert (answer.status, answer.tries) == (401, 1)
    assert "Access denied" in answer.failure


@pytest.mark.parametrize("kind", ["reset_before", "reset_midway", "close_midway", "stream_error"])
async def test_an_answer_that_breaks_off_is_none(
    simulator: Simulator, address: Address, waits: list[float], kind: FaultKind
) -> None:
    simulator.faults.add(Fault(kind=kind))

    answer = await call(address, BODY, retries=1)

    assert (answer.status, answer.tries) == (0, 2)
    assert answer.failure
    assert waits == [0.5]
