"""The few fields Headgate reads and writes in a multipart form: its parts are found, never copied.

Readers of forms differ in what they forgive, and a form that two of them read differently could name one model here
and another at the backend. So nothing is forgiven: what RFC 7578 does not ask clients to write is refused.
"""

import re
from collections.abc import Collection, Mapping

_BOUNDARY = re.compile(rb';[ \t]*boundary=(?:"([^"\\]{1,70})"|([^\s;,"]{1,70}))(?=$|[ \t;])', re.IGNORECASE)
_PARAMETER = re.compile(rb';[ \t]*([\w!#$&+.^`|~*-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;,"\\]+))[ \t]*')
_DISPOSITION = re.compile(rb"content-disposition:[ \t]*form-data[ \t]*(?=;)", re.IGNORECASE)
_PARTS_MAX = 64
"""Forms of these APIs have two dozen parts at most; a limit keeps a hostile one cheap."""
_TEXT_BYTES_MAX = 256
"""Of a field that is read: names of models are shorter."""


class FormError(ValueError):
    """A form that is malformed, or that different readers could read differently."""


def _find_fields(body: bytes, content_type: bytes, names: Collection[bytes]) -> Mapping[bytes, tuple[int, int]]:
    """Where the values of some fields lie, as (start, end) in the body. One pass over the body.

    Raises:
        FormError: for anything that is not plainly a form, or has one of these fields twice.
    """
    delimiter = b"\r\n--" + _boundary(content_type)
    found: dict[bytes, tuple[int, int]] = {}
    if not body.startswith(delimiter[2:]):
        raise FormError("The form does not begin with its boundary.")
    position = len(delimiter) - 2
    for _ in range(_PARTS_MAX):
        if body.startswith(b"--", position):
            return found
        head_end = body.find(b"\r\n\r\n", position)
        part_end = body.find(delimiter, head_end + 2)
        if head_end < 0 or part_end < head_end + 4 or not body.startswith(b"\r\n", position):
            raise FormError("The form has a part without a head or without an end.")
        name = _part_name(body[position + 2 : head_end])
        if name in names:
            if name in found:
                raise FormError(f"The form field '{name.decode()}' is given more than once.")
            found[name] = head_end + 4, part_end
        position = part_end + len(delimiter)
    raise FormError(f"The form has more than {_PARTS_MAX} parts.")


def _boundary(content_type: bytes) -> bytes:
    found = _BOUNDARY.findall(content_type)
    if len(found) != 1 or content_type.lower().count(b"boundary") != 1:
        raise FormError("The Content-Type of the form must name its boundary once.")
    return bytes(found[0][0] or found[0][1])


def _part_name(head: bytes) -> bytes:
    """The name of the field that a part's head gives."""
    lines = [line for line in head.split(b"\r\n") if line[:20].lower() == b"content-disposition:"]
    start = _DISPOSITION.match(lines[0]) if len(lines) == 1 and head.count(b"\n") == head.count(b"\r\n") else None
    if start is None:
        raise FormError("Each part of the form needs one header 'Content-Disposition: form-data; name=…'.")
    names = []
    position = start.end()
    while parameter := _PARAMETER.match(lines[0], position):
        position = parameter.end()
        if parameter[1].lower().rstrip(b"*") == b"name":
            names.append((parameter[1].lower(), parameter[2] or parameter[3] or b""))
    if position != len(lines[0]) or len(names) != 1 or names[0][0] != b"name" or b"\\" in names[0][1]:
        raise FormError("Each part of the form must be named once, without escapes.")
    return bytes(names[0][1])


def read_form_fields(body: bytes, content_type: bytes, names: Collection[str]) -> dict[str, str]:
    """The text of some short fields, each that is there.

    Raises:
        FormError: for a form that is malformed or ambiguous, or whose field is long (over 256 bytes) or not text.
    """
    fields = _find_fields(body, content_type, [name.encode() for name in names])
    texts = {}
    for name, (start, end) in fields.items():
        if end - start > _TEXT_BYTES_MAX:
            raise FormError(f"The form field '{name.decode()}' is longer than {_TEXT_BYTES_MAX} bytes.")
        try:
            texts[name.decode()] = body[start:end].decode()
        except UnicodeDecodeError:
            raise FormError(f"The form field '{name.decode()}' is not text.") from None
    return texts


def replace_form_field(body: bytes, content_type: bytes, name: str, value: str) -> bytes:
    """The form with another value for a field; unchanged when it has no such field.

    Raises:
        FormError: for a form that is malformed or ambiguous.
    """
    found = _find_fields(body, content_type, [name.encode()]).get(name.encode())
    if found is None:
        return body
    return b"".join((body[: found[0]], value.encode(), body[found[1] :]))
