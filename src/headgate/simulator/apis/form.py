"""Reading a multipart form, as audio is sent."""

import re

from headgate.simulator import errors

_BOUNDARY = re.compile(rb'boundary="?([^";,]{1,70})"?')
_NAME = re.compile(rb'[; ]name="([^"]*)"')
_PARTS_MAX = 64
"""These forms have a dozen parts at most."""


def read(body: bytes, content_type: bytes) -> dict[str, bytes]:
    """The parts of a form by name.

    Raises:
        AzureError: a 400 when it is no form.
    """
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        raise errors.invalid("Could not parse multipart form: no boundary.")
    fields: dict[str, bytes] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.group(1), _PARTS_MAX)[1:]:
        head, separator, value = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if separator and name:
            fields[name.group(1).decode(errors="replace")] = value
    return fields
