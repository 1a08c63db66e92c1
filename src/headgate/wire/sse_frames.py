"""The framing of server-sent events: where an event ends and what its data is.

By the standard (WHATWG HTML, server-sent events): lines end with LF, CR or CRLF, an empty line ends an event, lines
that begin with a colon are comments, several ``data`` lines are one payload, and a byte order mark may come first.
"""

import re
from typing import Final

_EVENT_END: Final = re.compile(rb"(?>\r\n|\n|\r)(?>\r\n|\n|\r)")
_END_MAX: Final = 4
"""Bytes of the longest end of an event: CRLF CRLF."""
_LINE_END: Final = re.compile(rb"\r\n|\n|\r")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_CR: Final = 0x0D


def event_end(buffer: bytes | bytearray, start: int, *, last: bool = False) -> int:
    """Return the index after the first end of an event at or after ``start``, or 0 when there is none yet.

    A CR at the very end may be half of a CRLF: unless these are the ``last`` bytes, the end is then not there yet.
    """
    found = _EVENT_END.search(buffer, start)
    if found is None:
        return 0
    end = found.end()
    if end == len(buffer) and buffer[end - 1] == _CR and not last:
        return 0
    return end


def rescan_from(length: int) -> int:
    """Return where to search again in a buffer of which ``length`` bytes held no complete end of an event."""
    return max(length - _END_MAX, 0)


def event_data(event: bytes) -> bytes:
    """Return the payload of an event: its ``data`` lines, joined; empty for comments and empty events."""
    if event.startswith(b"data: ") and is_one_line(event):
        return event[6:-2]
    lines = _LINE_END.split(event.removeprefix(_BYTE_ORDER_MARK))
    return b"\n".join(line[5:].removeprefix(b" ") for line in lines if line.startswith(b"data:"))


def is_one_line(event: bytes) -> bool:
    """Whether the bytes are exactly one event of one line, ended by LF LF: the usual case, cheaply seen."""
    return event.endswith(b"\n\n") and event.find(b"\n") == len(event) - 2 and _CR not in event
