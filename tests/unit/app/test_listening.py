import socket

import pytest

from headgate.app.listening import listen, socket_address
from headgate.core.errors import CannotListenError


def test_an_address_is_listened_on_from_the_start() -> None:
    [sock] = listen("127.0.0.1:0", key="gate.listen")

    with sock, socket.create_connection(sock.getsockname()):
        assert socket_address(sock) == f"127.0.0.1:{sock.getsockname()[1]}"


def test_workers_share_one_port() -> None:
    sockets = listen("127.0.0.1:0", key="gate.listen", sockets=3)

    assert len({sock.getsockname() for sock in sockets}) == 1
    for sock in sockets:
        sock.close()


@pytest.mark.parametrize("sockets", [1, 2])
def test_a_port_in_use_is_refused_also_when_it_could_be_shared(sockets: int) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CannotListenError, match=rf"127.0.0.1:{port} \(gate.listen\): the port is in use"):
            listen(f"127.0.0.1:{port}", key="gate.listen", sockets=sockets)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(CannotListenError, match="does not have the address"):
        listen("192.0.2.1:8080", key="control.listen")


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(CannotListenError, match=r"no-such-host.invalid:80 \(gate.listen\)"):
        listen("no-such-host.invalid:80", key="gate.listen")


def test_ipv6_is_written_in_brackets() -> None:
    try:
        [sock] = listen("[::1]:0", key="gate.listen")
    except CannotListenError:
        # A machine without IPv6 refuses, in our words; there is nothing else to see there.
        return
    with sock:
        assert socket_address(sock) == f"[::1]:{sock.getsockname()[1]}"
