"""A refusal: a value saying why a request is not served."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not served, in the words of OpenAI's error shape.

    ``status`` is the HTTP status; ``code``, ``message``, ``type`` and ``param`` fill the error object.
    ``retry_after_seconds`` is given whenever waiting would help; it becomes both ``retry-after`` headers.
    ``headers`` are added to the answer as they are. ``close`` ends the connection after the answer.
    """

    status: int
    code: str
    message: str
    type: str = "invalid_request_error"
    param: str | None = None
    retry_after_seconds: float | None = None
    headers: tuple[tuple[bytes, bytes], ...] = ()
    close: bool = False
