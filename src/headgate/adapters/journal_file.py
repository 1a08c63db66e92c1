"""The journal: append-only files of one worker's life.

Files are ``<worker>-<boot>-<NNNN>.jsonl`` in the journal folder. While the worker lives it holds a lock on
``<worker>-<boot>.lock``; the kernel lets go of it however the worker dies, and so the ledger knows that no more will
come. A line is in the file (``write(2)``) when ``append`` returns: measured at 1.4 µs for 400 bytes, less than it
would cost to gather lines and wake their exchanges again.
"""

import asyncio
import contextlib
import errno
import fcntl
import os
from pathlib import Path

import msgspec

from headgate.core.errors import JournalError
from headgate.core.records import Closed, Denied, JournalStart, Opened, Resent
from headgate.settings import JournalSettings

JOURNAL_VERSION = 1


class JournalFile:
    """Writes one worker's journal. Not for several threads."""

    def __init__(self, folder: Path, *, worker: str, boot: str, settings: JournalSettings, now: float) -> None:
        """Lock this life of the worker and begin its first file; ``now`` is Unix seconds.

        Raises:
            JournalError: when the folder cannot be written to.
        """
        self._folder = folder
        self._name = f"{worker}-{boot}"
        self._settings = settings
        self._worker = worker
        self._boot = boot
        self._segment = 0
        self._file = -1
        self._size = 0
        self._bytes_before = 0
        self._torn = False
        self._dirty = False
        self._encode = msgspec.json.Encoder().encode
        self._sync_waiters: list[asyncio.Future[None]] = []
        self._sync_task: asyncio.Task[None] | None = None
        self.strict = settings.fsync == "strict"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(folder / f"{self._name}.lock", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._begin_segment(now)
        except OSError as error:
            raise JournalError(f"The journal cannot be written in {folder}: {error.strerror}") from error

    def _begin_segment(self, now: float) -> None:
        path = self._folder / f"{self._name}-{self._segment + 1:04d}.jsonl"
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)
        if self._file >= 0:
            if self._settings.fsync != "never":
                os.fsync(self._file)
            os.close(self._file)
        self._file = file
        self._segment += 1
        self._bytes_before += self._size
        self._size = 0
        self._torn = False
        self._write(
            self._encode(JournalStart(version=JOURNAL_VERSION, worker=self._worker, boot=self._boot, at=now)) + b"\n"
        )

    def append(self, record: Opened | Resent | Closed | Denied) -> None:
        """Write one line.

        Raises:
            JournalError: when it cannot be written; what a full disk took of it is ended by a line feed next time.
        """
        try:
            if self._size >= self._settings.segment_bytes_max:
                self._begin_segment(record.at)
            self._write(self._encode(record) + b"\n")
        except OSError as error:
            raise JournalError(f"The journal cannot be written: {error.strerror}") from error

    def _write(self, line: bytes) -> None:
        if self._torn:
            line = b"\n" + line
        written = os.write(self._file, line)
        self._size += written
        self._dirty = True
        self._torn = written != len(line)
        if self._torn:
            raise OSError(errno.ENOSPC, "No space left on device")

    @property
    def bytes_written(self) -> int:
        """Bytes written in this life, to all files."""
        return self._bytes_before + self._size

    async def synced(self) -> None:
        """Wait until everything appended so far is on the disk; waiters share one ``fsync``."""
        waiter = asyncio.get_running_loop().create_future()
        self._sync_waiters.append(waiter)
        if self._sync_task is None:
            self._sync_task = asyncio.get_running_loop().create_task(self._sync_in_turns())
        await waiter

    async def _sync_in_turns(self) -> None:
        try:
            while self._sync_waiters:
                waiters, self._sync_waiters = self._sync_waiters, []
                await self.sync()
                for waiter in waiters:
                    if not waiter.done():
                        waiter.set_result(None)
        finally:
            self._sync_task = None

    async def sync(self) -> None:
        """Write what the kernel still holds to the disk, off the event loop."""
        if not self._dirty or self._settings.fsync == "never":
            return
        self._dirty = False
        file = os.dup(self._file)
        try:
            await asyncio.get_running_loop().run_in_executor(None, os.fsync, file)
        finally:
            os.close(file)

    def close(self) -> None:
        """End this life's journal: synced, closed, unlocked."""
        if self._file < 0:
            return
        with contextlib.suppress(OSError):
            os.fsync(self._file)
        os.close(self._file)
        self._file = -1
        os.close(self._lock)
