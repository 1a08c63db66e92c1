"""The two fields Headgate reads and writes in a multipart form: its parts are found, never copied."""

import re

_BOUNDARY = re.compile(rb'boundary=(?:"([^"]{1,70})"|([^\s;,]{1,70}))', re.IGNORECASE)
_NAME = re.compile(rb'[;\s]name\s*=\s*(?:"([^"]*)"|([^\s;"]+))', re.IGNORECASE)
_PARTS_MAX = 64
"""Forms of these APIs have a dozen parts at most; a limit keeps a hostile one cheap."""


class RepeatedFieldError(ValueError):
    """A field is given twice: this reader and the backend's could each believe another one."""


def _find_field(body: bytes, content_type: bytes, name: bytes) -> tuple[int, int] | None:
    """Where a field's value lies, as (start, end) in the body.

    Raises:
        RepeatedFieldError: when more than one part has that name.
    """
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        return None
    delimiter = b"--" + (boundary.group(1) or boundary.group(2))
    found = None
    position = body.find(delimiter)
    for _ in range(_PARTS_MAX):
        head_end = body.find(b"\r\n\r\n", position)
        part_end = body.find(b"\r\n" + delimiter, position + len(delimiter))
        if position < 0 or head_end < 0 or part_end < 0:
            return found
        part_name = _NAME.search(body, position, head_end)
        if part_name is not None and name in part_name.groups() and head_end + 4 <= part_end:
            if found is not None:
                raise RepeatedFieldError(f"The form field '{name.decode()}' is given more than once.")
            found = head_end + 4, part_end
        position = part_end + 2
    raise RepeatedFieldError(f"The form has more than {_PARTS_MAX} parts.")


def read_form_field(body: bytes, content_type: bytes, name: bytes) -> str | None:
    """The text of a short form field; None when it is missing, long (over 256 bytes) or not text."""
    found = _find_field(body, content_type, name)
    if found is None or found[1] - found[0] > 256:
        return None
    try:
        return body[found[0] : found[1]].decode()
    except UnicodeDecodeError:
        return None


def replace_form_field(body: bytes, content_type: bytes, name: bytes, value: str) -> bytes:
    """The form with another value for a field; unchanged when it has no such field."""
    found = _find_field(body, content_type, name)
    if found is None:
        return body
    return b"".join((body[: found[0]], value.encode(), body[found[1] :]))
