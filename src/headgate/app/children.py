"""Child processes of the supervisor: starting them, and what is known of each."""

import contextlib
import signal
import socket
import subprocess
import sys
import time

from msgspec import Struct

from headgate.app.channel import Channel
from headgate.app.messages import FromChild, decode_from_child
from headgate.app.restarts import RestartPolicy


def python_command(module: str, *arguments: str) -> tuple[str, ...]:
    """Return the command that runs a module of ours; ``-P`` keeps files of the current folder out of its imports."""
    return (sys.executable, "-P", "-m", module, *arguments)


class ChildSpec(Struct, frozen=True):
    """What to run."""

    name: str
    command: tuple[str, ...]
    socket: socket.socket | None
    """Its listening socket; kept open here, so that a restart refuses no connection."""
    takes_settings: bool = True
    """False for a child that the configuration does not concern."""
    stop_rank: int = 0
    """Children are stopped rank by rank, the lowest first: gates, then control, which posts what they wrote."""


class Child:
    """One place among the supervisor's children, and the process that fills it now."""

    def __init__(self, spec: ChildSpec, output: int | None) -> None:
        """``output`` is the descriptor for its standard output and errors; None for the supervisor's own."""
        self.spec = spec
        self.channel: Channel[FromChild] | None = None
        """None while no process runs."""
        self.ready = False
        """Whether the process has said that it serves."""
        self.started_at = 0.0
        """Monotonic seconds."""
        self.restart_at: float | None = None
        """When to start again, in monotonic seconds; None when nothing is due."""
        self.restarts = RestartPolicy()
        self._output = output
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def name(self) -> str:
        """The child's name in logs."""
        return self.spec.name

    @property
    def running(self) -> bool:
        """Whether a process fills the place and has not been reaped."""
        return self._process is not None

    @property
    def pid(self) -> int:
        """The process id; 0 while no process runs."""
        return self._process.pid if self._process is not None else 0

    def start(self) -> Channel[FromChild]:
        """Run the process, with the other end of the returned channel as its standard input."""
        ours, theirs = socket.socketpair()
        descriptors: tuple[int, ...] = () if self.spec.socket is None else (self.spec.socket.fileno(),)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own command, no shell, nothing of a caller's in it
                self.spec.command,
                stdin=theirs.fileno(),
                stdout=self._output,
                stderr=self._output,
                pass_fds=descriptors,
                # A group of its own: Ctrl-C in a terminal reaches the supervisor alone, which stops things in order.
                process_group=0,
            )
        self.channel = Channel(ours, decode_from_child)
        self.ready = False
        self.started_at = time.monotonic()
        self.restart_at = None
        return self.channel

    def reap(self) -> str | None:
        """When the process has ended, free the place and return how it ended; None while it runs."""
        if self._process is None:
            return None
        code = self._process.poll()
        if code is None:
            return None
        self._process = None
        self.ready = False
        return _how_it_ended(code)

    def close_channel(self) -> None:
        """Close our end of the channel; a process at the other end stops by itself."""
        if self.channel is not None:
            self.channel.close()
            self.channel = None

    def stop_listening(self) -> None:
        """Close our copy of its listening socket: once the child closes its own, callers are refused, not queued."""
        if self.spec.socket is not None:
            self.spec.socket.close()

    def ask_to_stop(self) -> None:
        """Send SIGTERM: end in order; a second one means hurry."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """Send SIGKILL, which no process can refuse."""
        self._signal(signal.SIGKILL)

    def _signal(self, signum: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(signum)


def _how_it_ended(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    with contextlib.suppress(ValueError):
        return f"killed by {signal.Signals(-code).name}"
    return f"killed by signal {-code}"
