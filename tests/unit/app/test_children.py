import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from headgate.app.channel import ChannelClosedError
from headgate.app.children import Child, ChildSpec, python_command
from headgate.app.messages import Ready

SAYS_READY = 'import os; os.write(0, b\'{"say":"ready"}\\n\'); os.read(0, 1)'

LOOKS_AROUND = """
import os, socket, sys
socket.socket(fileno=int(sys.argv[1])).getsockname()
sys.exit(os.getpgrp() != os.getpid())
"""


def child(code: str, *arguments: str, sock: socket.socket | None = None) -> Child:
    return Child(ChildSpec("gate-0", (sys.executable, "-c", code, *arguments), sock), subprocess.DEVNULL)


def ended(one: Child) -> str:
    give_up_at = time.monotonic() + 20
    while (how := one.reap()) is None:
        assert time.monotonic() < give_up_at
        time.sleep(0.005)
    return how


def test_a_child_speaks_over_its_standard_input_and_ends_when_it_closes() -> None:
    one = child(SAYS_READY)

    channel = one.start()

    assert channel.receive() == [Ready()]
    assert one.running
    assert one.pid > 0
    one.close_channel()
    assert ended(one) == "exit code 0"
    assert (one.running, one.pid) == (False, 0)


def test_a_child_has_its_listening_socket_and_a_process_group_of_its_own() -> None:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        one = child(LOOKS_AROUND, str(sock.fileno()), sock=sock)

        one.start()

        assert ended(one) == "exit code 0"
        one.close_channel()
        one.stop_listening()
        assert sock.fileno() == -1


@pytest.mark.parametrize("method,how", [("ask_to_stop", "killed by SIGTERM"), ("kill", "killed by SIGKILL")])
def test_how_a_child_ended_is_told_by_the_name_of_the_signal(method: str, how: str) -> None:
    one = child(SAYS_READY)
    channel = one.start()
    channel.receive()

    getattr(one, method)()

    assert ended(one) == how
    with pytest.raises(ChannelClosedError):
        channel.receive()
    one.close_channel()


def test_a_signal_without_a_name_is_told_by_its_number() -> None:
    one = child(SAYS_READY)
    one.start().receive()

    os.kill(one.pid, signal.SIGRTMIN + 1)

    assert ended(one) == f"killed by signal {signal.SIGRTMIN + 1}"
    one.close_channel()


def test_a_place_without_a_process_takes_no_harm() -> None:
    one = child("")

    one.ask_to_stop()
    one.kill()
    one.close_channel()
    one.stop_listening()

    assert one.reap() is None


def test_modules_are_run_without_the_current_folder_in_their_way() -> None:
    assert python_command("headgate.app.gate_process", "gate-0") == (
        sys.executable,
        "-P",
        "-m",
        "headgate.app.gate_process",
        "gate-0",
    )
