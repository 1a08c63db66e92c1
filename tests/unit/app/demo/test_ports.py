import socket

import pytest

from headgate.app.demo.ports import DemoPorts, ports_from, require_free
from headgate.core.errors import CannotListenError


def test_ports_are_four_in_a_row() -> None:
    assert ports_from(8080) == DemoPorts(8080, 8081, 8082, 8083)


def test_0_finds_four_free_ones() -> None:
    ports = ports_from(0)

    found = {"gate": ports.gate, "control": ports.control, "eastus": ports.eastus, "westus": ports.westus}
    assert len(set(found.values())) == 4
    require_free(found)


@pytest.mark.parametrize("first", [-1, 65_533, 70_000])
def test_ports_that_do_not_exist_are_refused(first: int) -> None:
    with pytest.raises(CannotListenError, match="takes 4 ports"):
        ports_from(first)


def test_every_port_that_is_taken_is_named_with_its_use_and_the_option() -> None:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        first, second = one.getsockname()[1], other.getsockname()[1]

        with pytest.raises(CannotListenError) as refused:
            require_free({"gate": first, "simulated eastus": second})

    assert f"port {first} (gate), {second} (simulated eastus)" in str(refused.value)
    assert "--port" in str(refused.value)
