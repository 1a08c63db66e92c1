"""The sign on the door of the journal: somebody is posting.

Posting needs no lock to be right: two posters side by side still post each line once. The sign is for whoever posts
only in passing (``headgate usage``): what it posted would never reach the log and the metrics of the control process.
"""

import fcntl
import os
from pathlib import Path

POSTING_LOCK_FILE = "posting.sign"


class PostingLock:
    """Held by whoever posts steadily; let go of by the kernel when its process dies."""

    def __init__(self, folder: Path) -> None:
        """Stand before the journal in ``folder``; nothing is taken yet."""
        self._path = folder / POSTING_LOCK_FILE
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Take the lock if nobody else has it; return whether it is ours now."""
        if self._descriptor is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let go of it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
