"""Forms, as clients send them."""

from headgate.simulator.apis.call import Call
from tests.unit.simulator.apis.calls import call

CONTENT_TYPE = b"multipart/form-data; boundary=b"


def form(*parts: tuple[str, bytes | str], **fields: str) -> bytes:
    """``parts`` are files, or fields whose names come twice."""
    written = b""
    for name, value in (*parts, *fields.items()):
        named = f'; filename="{name.strip("[]")}"' if isinstance(value, bytes) else ""
        head = f'--b\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
        written += head.encode() + (value if isinstance(value, bytes) else value.encode()) + b"\r\n"
    return written + b"--b--\r\n"


def form_call(body: bytes, model: str) -> Call:
    return call(body, model=model, content_type=CONTENT_TYPE)
