"""The parent process: starts the children, starts them again when they die, reloads them, and ends them in order.

One loop that waits for signals, for messages of children and for the clock. It serves nobody and parses nothing a
caller sent, so that nothing from outside can bring it down.
"""

import selectors
import signal
import time
from collections.abc import Callable, Sequence

from headgate.adapters.log import Log
from headgate.app.channel import ChannelClosedError
from headgate.app.children import Child, ChildSpec
from headgate.app.messages import FromChild, Ready, Start
from headgate.app.reloading import Reloads
from headgate.app.signals import SignalSocket
from headgate.app.stopping import Stopping

LOOK_SECONDS = 0.5
"""Between two looks at the files and deadlines: a change settles and is applied in about a second."""

START_SECONDS_MAX = 30.0
"""How long a child may take to serve; past it, it is killed and counts as dead."""

EXIT_OK = 0
"""Told to stop, and stopped."""
EXIT_CHILD_KEPT_DYING = 1
"""A child died again and again; the log says how."""

_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_SIGNALS = (*_STOP_SIGNALS, signal.SIGHUP, signal.SIGCHLD)


class Supervisor:
    """Runs a set of children until told to stop, or until one of them keeps dying."""

    def __init__(
        self,
        specs: Sequence[ChildSpec],
        reloads: Reloads,
        log: Log,
        *,
        output: int | None = None,
        on_ready: Callable[[], None] = lambda: None,
    ) -> None:
        """Nothing runs yet.

        ``output`` takes the children's standard output, None for ours; ``on_ready`` is called once, when all serve.
        """
        self._children = [Child(spec, output) for spec in specs]
        self._reloads = reloads
        self._log = log
        self._on_ready = on_ready
        self._signals = SignalSocket(_SIGNALS)
        self._selector = selectors.DefaultSelector()
        self._stopping: Stopping | None = None
        self._exit_code = EXIT_OK
        self._was_ready = False

    def run(self) -> int:
        """Run until everything has ended; returns the exit code."""
        started = time.monotonic()
        with self._signals, self._selector:
            self._selector.register(self._signals, selectors.EVENT_READ)
            for child in self._children:
                self._start(child)
            while not self._ended():
                self._wait()
                self._look_after_children(time.monotonic())
        self._log.info("stopped", exit_code=self._exit_code, seconds=round(time.monotonic() - started, 3))
        return self._exit_code

    def _ended(self) -> bool:
        return self._stopping is not None and self._stopping.advance(time.monotonic())

    def _wait(self) -> None:
        for key, _ in self._selector.select(LOOK_SECONDS):
            if key.data is None:
                for signum in self._signals.arrived():
                    self._on_signal(signum)
            else:
                self._listen_to(key.data)

    def _on_signal(self, signum: signal.Signals) -> None:
        if signum in _STOP_SIGNALS:
            self._log.info("signal", name=signum.name)
            self._stop(EXIT_OK)
        elif signum == signal.SIGHUP and self._stopping is None:
            self._log.info("signal", name=signum.name)
            self._reloads.propose(self._children, time.monotonic())

    def _look_after_children(self, now: float) -> None:
        for child in self._children:
            how = child.reap()
            if how is not None:
                self._on_death(child, how, now)
            elif child.running and not child.ready and now >= child.started_at + START_SECONDS_MAX:
                self._log.error("killed", child=child.name, pid=child.pid, reason="it did not become ready")
                child.kill()
        if self._stopping is not None:
            return
        for child in self._children:
            if child.restart_at is not None and now >= child.restart_at:
                self._start(child)
        self._reloads.check_time(self._children, now)
        if self._reloads.files_changed():
            self._reloads.propose(self._children, now)

    def _start(self, child: Child) -> None:
        channel = child.start()
        self._selector.register(channel, selectors.EVENT_READ, child)
        self._log.info("child_started", child=child.name, pid=child.pid)
        spec = child.spec
        settings = self._reloads.settings if spec.takes_settings else None
        descriptor = None if spec.socket is None else spec.socket.fileno()
        try:
            channel.send(Start(spec.name, settings, descriptor))
        except ChannelClosedError:
            # It died before it could listen; SIGCHLD tells the rest.
            self._hang_up(child)

    def _listen_to(self, child: Child) -> None:
        if child.channel is None:
            return
        try:
            messages = child.channel.receive()
        except ChannelClosedError:
            self._hang_up(child)
            return
        for message in messages:
            self._on_message(child, message)

    def _on_message(self, child: Child, message: FromChild) -> None:
        if not isinstance(message, Ready):
            self._reloads.answered(child, message, self._children)
            return
        child.ready = True
        milliseconds = round((time.monotonic() - child.started_at) * 1000)
        self._log.info("child_ready", child=child.name, pid=child.pid, milliseconds=milliseconds)
        if not self._was_ready and all(child.ready for child in self._children):
            self._was_ready = True
            self._on_ready()

    def _hang_up(self, child: Child) -> None:
        if child.channel is not None:
            self._selector.unregister(child.channel)
            child.close_channel()

    def _on_death(self, child: Child, how: str, now: float) -> None:
        self._hang_up(child)
        if self._stopping is not None:
            self._log.info("child_ended", child=child.name, how=how)
            return
        self._reloads.died(child)
        delay = child.restarts.delay_after_death(now)
        if delay is None:
            self._log.error("gave_up", child=child.name, how=how, reason="it keeps dying")
            self._stop(EXIT_CHILD_KEPT_DYING)
            return
        self._log.warning("child_died", child=child.name, how=how, restart_in_seconds=delay)
        child.restart_at = now + delay

    def _stop(self, exit_code: int) -> None:
        now = time.monotonic()
        if self._stopping is not None:
            self._stopping.hurry(now)
            return
        self._exit_code = exit_code
        drain_seconds = self._reloads.settings.gate.drain_seconds
        self._stopping = Stopping(self._children, drain_seconds=drain_seconds, log=self._log)
        self._stopping.begin(now)
