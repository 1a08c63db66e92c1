"""Lines written to a file descriptor by a thread of their own.

A reader of the log that stalls must never stall the process that writes it: ``write`` only queues. What does not
fit any more is dropped and counted, for the ledger holds the truth and the log is only a view of it.
"""

import os
import select
import threading
from collections import deque

QUEUED_BYTES_MAX = 8 * 1024 * 1024
"""What may wait for a stalled reader: some ten thousand lines, far less than a worker's memory."""

WRITE_BYTES_MAX = 4096
"""PIPE_BUF of Linux: up to here a write into a pipe is whole, so that lines of several processes never mix."""


class LineWriter:
    """Writes whole lines to a descriptor, in order, without ever blocking its caller."""

    def __init__(self, descriptor: int, *, queued_bytes_max: int = QUEUED_BYTES_MAX) -> None:
        self._descriptor = descriptor
        self._queued_bytes_max = queued_bytes_max
        self._lines: deque[bytes] = deque()
        self._queued_bytes = 0
        self._closing = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self.dropped = 0
        """Lines that found the queue full, or the reader gone."""
        self._thread.start()

    def write(self, line: bytes) -> None:
        """Queue one line, its line feed included; drop it when the queue is full."""
        with self._changed:
            if self._closing or self._queued_bytes + len(line) > self._queued_bytes_max:
                self.dropped += 1
                return
            self._lines.append(line)
            self._queued_bytes += len(line)
            self._changed.notify()

    def close(self, seconds: float = 2.0) -> None:
        """Write what is queued, waiting at most ``seconds`` for a slow reader."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(seconds)

    def _run(self) -> None:
        while chunk := self._next_chunk():
            try:
                _write_all(self._descriptor, b"".join(chunk))
            except OSError:
                # The reader is gone (EPIPE) or the disk is full: nobody can be told, but the count can be read.
                self.dropped += len(chunk)

    def _next_chunk(self) -> list[bytes]:
        """Wait for lines; return as many as one whole write takes, or none when closed and empty."""
        with self._changed:
            while not self._lines and not self._closing:
                self._changed.wait()
            chunk: list[bytes] = []
            size = 0
            while self._lines and (not chunk or size + len(self._lines[0]) <= WRITE_BYTES_MAX):
                size += len(self._lines[0])
                chunk.append(self._lines.popleft())
            self._queued_bytes -= size
            return chunk


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(descriptor, rest) :]
        except BlockingIOError:
            # Whoever shares this descriptor made it non-blocking (terminals under some shells are).
            select.select([], [descriptor], [])
