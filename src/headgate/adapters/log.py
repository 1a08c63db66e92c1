"""The log of a process: JSON lines with a time, a level, an event and the process that speaks.

A process has one log, ``log``; it writes to standard error until the process says where (``speak``).

Exchanges are logged by the control process in the same form (``headgate.trace.log_line``). Nothing secret is passed
in: settings are named by their digest, addresses and keys of the configuration by their names.
"""

import sys
import time
from collections.abc import Callable

import msgspec

from headgate.trace.log_line import LogLevel, iso_time, passes

_encode = msgspec.json.Encoder(enc_hook=str).encode


class Log:
    """Writes the events of one process."""

    def __init__(
        self,
        write: Callable[[bytes], object],
        *,
        process: str,
        level: LogLevel = "info",
        now: Callable[[], float] = time.time,
    ) -> None:
        """``write`` takes one line; ``process`` names the speaker, as in ``gate-0``; ``now`` gives Unix seconds."""
        self._write = write
        self._process = process
        self._now = now
        self.level: LogLevel = level
        """The lowest level that is written; a reload may change it."""

    def speak(self, write: Callable[[bytes], object], *, process: str, level: LogLevel) -> None:
        """Write to somewhere else from now on, under a name."""
        self._write = write
        self._process = process
        self.level = level

    def debug(self, event: str, **fields: object) -> None:
        """For whoever looks for a fault."""
        self._log("debug", event, fields)

    def info(self, event: str, **fields: object) -> None:
        """What happened, in order."""
        self._log("info", event, fields)

    def warning(self, event: str, **fields: object) -> None:
        """What a person should see soon."""
        self._log("warning", event, fields)

    def error(self, event: str, **fields: object) -> None:
        """What stops something from working now."""
        self._log("error", event, fields)

    def _log(self, level: LogLevel, event: str, fields: dict[str, object]) -> None:
        if passes(level, self.level):
            line = {"time": iso_time(self._now()), "level": level, "event": event, "process": self._process, **fields}
            self._write(_encode(line) + b"\n")


def _to_standard_error(line: bytes) -> None:
    sys.stderr.buffer.write(line)
    sys.stderr.flush()


log = Log(_to_standard_error, process="headgate", level="warning")
"""The log of this process."""
