"""Signals as bytes on a socket, so that one loop can wait for them and for everything else."""

import signal
import socket
from collections.abc import Iterable
from types import FrameType, TracebackType
from typing import Self


class SignalSocket:
    """While entered, the given signals interrupt nothing: each arrives as a byte to be read here.

    Only in the main thread, and one at a time, for a process has one such socket.
    """

    def __init__(self, signals: Iterable[signal.Signals]) -> None:
        self._signals = tuple(signals)
        self._reader, self._writer = socket.socketpair()
        self._reader.settimeout(0)
        self._writer.settimeout(0)
        self._before: dict[signal.Signals, object] = {}
        self._descriptor_before = -1

    def __enter__(self) -> Self:
        self._descriptor_before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for signum in self._signals:
            self._before[signum] = signal.signal(signum, _leave_to_the_loop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for signum, handler in self._before.items():
            signal.signal(signum, handler)  # type: ignore[arg-type]
        signal.set_wakeup_fd(self._descriptor_before)
        self._reader.close()
        self._writer.close()

    def fileno(self) -> int:
        """Return the descriptor to wait on for reading."""
        return self._reader.fileno()

    def arrived(self) -> list[signal.Signals]:
        """Return the signals that came since the last call, in order."""
        try:
            data = self._reader.recv(4096)
        except BlockingIOError:
            return []
        return [signal.Signals(number) for number in data]


def _leave_to_the_loop(_signum: int, _frame: FrameType | None) -> None:
    """Do nothing here: Python has written the signal's number to the socket already."""
