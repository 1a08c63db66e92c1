"""What holds for every kind of capacity."""

import pytest

from headgate.core.usage import Usage
from headgate.simulator.capacity import Capacity, Demand
from headgate.simulator.provisioned import ProvisionedCapacity
from headgate.simulator.standard import StandardCapacity

SMALL = Demand(prompt_tokens=10, prompt_characters=40, completion_tokens_max=10)

KINDS = {
    "standard": lambda: StandardCapacity(requests_per_minute=10, tokens_per_minute=1000),
    "provisioned": lambda: ProvisionedCapacity(input_tokens_per_minute=480, output_ratio=4),
}


@pytest.fixture(params=KINDS)
def capacity(request: pytest.FixtureRequest) -> Capacity:
    return KINDS[request.param]()


def _fill(capacity: Capacity) -> int:
    for admitted in range(1000):
        if capacity.admit(SMALL, now=0):
            return admitted
    raise AssertionError("never full")


def test_it_fills_and_then_refuses_with_a_wait(capacity: Capacity) -> None:
    assert _fill(capacity) == 10

    throttled = capacity.admit(SMALL, now=0)
    assert throttled is not None
    assert throttled.seconds > 0


def test_after_the_wait_it_takes_one_again(capacity: Capacity) -> None:
    _fill(capacity)
    throttled = capacity.admit(SMALL, now=0)
    assert throttled is not None

    assert capacity.admit(SMALL, now=throttled.seconds * 0.9) is not None
    assert capacity.admit(SMALL, now=throttled.seconds + 0.001) is None


def test_refused_requests_take_nothing(capacity: Capacity) -> None:
    _fill(capacity)
    first = capacity.admit(SMALL, now=0)
    for _ in range(100):
        capacity.admit(SMALL, now=0)

    assert capacity.admit(SMALL, now=0) == first


def test_after_a_minute_all_is_free(capacity: Capacity) -> None:
    taken = _fill(capacity)

    assert all(capacity.admit(SMALL, now=61) is None for _ in range(taken))


def test_its_headers_are_whole_lines(capacity: Capacity) -> None:
    capacity.admit(SMALL, now=0)
    capacity.settle(SMALL, Usage(prompt_tokens=10, completion_tokens=10), now=0)

    lines = capacity.headers(now=0)
    assert lines.endswith(b"\r\n")
    assert all(b": " in line for line in lines.split(b"\r\n")[:-1])
