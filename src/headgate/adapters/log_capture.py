"""What libraries say through ``logging``, as lines of our log.

asyncio reports forgotten exceptions there, uvicorn its failures: without this they would reach nobody.
"""

import logging
import traceback

from headgate.adapters.log import Log

TRACE_LINES_MAX = 40
"""Lines kept of a traceback: the innermost frames, where the fault is."""


class LogCapture(logging.Handler):
    """Turns log records of warnings and errors into lines of our log."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line for one record; an exception's traceback goes with it."""
        fields: dict[str, object] = {"logger": record.name, "message": record.getMessage()}
        if record.exc_info is not None:
            text = "".join(traceback.format_exception(*record.exc_info))
            fields["traceback"] = text.splitlines()[-TRACE_LINES_MAX:]
        write = self._log.error if record.levelno >= logging.ERROR else self._log.warning
        write("library", **fields)


def capture_logging(log: Log) -> None:
    """Send what any library logs from now on to ``log``, and nowhere else."""
    root = logging.getLogger()
    root.handlers = [LogCapture(log)]
    root.setLevel(logging.WARNING)
