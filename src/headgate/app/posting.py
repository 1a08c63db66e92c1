"""The thread of the control process that posts the journal into the ledger, over and over.

Whatever goes wrong with the database only delays posting: the journal holds everything until it is posted, gates
never wait for it. So an error is logged and tried again, never fatal.
"""

import threading
from collections.abc import Callable
from typing import Protocol

from headgate.adapters.log import Log

PAUSE_SECONDS = 0.5
"""Between two looks at the journal when there was little in it: how old a report may be."""

RETRY_SECONDS_MAX = 30.0
"""The longest pause after errors in a row; the first is ``PAUSE_SECONDS``, doubled at each."""

LAST_TRIES = 3
"""Errors in a row after which a process that was told to stop leaves the rest to the next start."""


class Work(Protocol):
    """One pass over the journal."""

    def post(self) -> bool:
        """Post a batch; tell whether there was anything to post."""
        ...


class Posting:
    """Runs ``Work`` in a thread from ``start`` until ``finish``."""

    def __init__(self, open_work: Callable[[], Work], log: Log) -> None:
        """``open_work`` opens the ledger; it is called in the thread, again and again until it succeeds."""
        self._open_work = open_work
        self._log = log
        self._wake = threading.Event()
        self._finishing = False
        self._errors = 0
        self._thread = threading.Thread(target=self._run, name="posting", daemon=True)
        self.problem = "the ledger is not open yet"
        """Why the journal is not being posted; empty while it is."""

    def start(self) -> None:
        """Begin posting."""
        self._thread.start()

    def finish(self) -> None:
        """Post what is left and end; blocks until done, or until it cannot be done."""
        self._finishing = True
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        work: Work | None = None
        while True:
            finishing = self._finishing
            try:
                work = work or self._open_work()
                found = work.post()
            except Exception as error:  # noqa: BLE001 - see the module's contract: nothing here may end the process
                if self._failed(error) and finishing:
                    return
                continue
            self._succeeded()
            if found:
                continue
            if finishing:
                return
            self._pause(PAUSE_SECONDS)

    def _failed(self, error: Exception) -> bool:
        """Note an error and pause; tell whether there were too many in a row for a process that is to end."""
        self._errors += 1
        self.problem = f"{type(error).__name__}: {error}"
        self._log.error("posting_failed", problem=self.problem, errors_in_a_row=self._errors)
        self._pause(min(PAUSE_SECONDS * 2.0 ** (self._errors - 1), RETRY_SECONDS_MAX))
        return self._errors >= LAST_TRIES

    def _succeeded(self) -> None:
        if self._errors:
            self._log.info("posting_again", after_errors=self._errors)
        self._errors = 0
        self.problem = ""

    def _pause(self, seconds: float) -> None:
        # Once finishing, the event stays set and there is no pause between the last passes.
        self._wake.wait(seconds)
