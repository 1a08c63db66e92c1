"""Looking once at a request's body: what it asks for, and the few things that may have to be rewritten in it.

A body is read with only the fields that are needed. When it must be rewritten, its top-level fields are laid out
anew with every value kept byte for byte; otherwise the bytes travel as they came.
"""

from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec import Raw

from headgate.wire.multipart import FormError, read_form_fields, replace_form_field
from headgate.wire.request_shape import RequestBody

_COMPLETION_TOKENS_MAX: Final = 1_000_000_000
"""What any larger maximum counts as: past all models and all limits, and a number that every reader can hold."""


class BodyError(Exception):
    """A body that cannot be what it claims to be; answered with 400."""

    def __init__(self, code: str, message: str, param: str | None = None) -> None:
        """Keep what the refusal will say."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.param = param


_decode_body: Final = msgspec.json.Decoder(RequestBody).decode
_decode_fields: Final = msgspec.json.Decoder(dict[str, Raw]).decode
_decode_text: Final = msgspec.json.Decoder(str).decode
_encode: Final = msgspec.json.Encoder().encode
_EMPTY: Final = RequestBody()


def read_body(body: bytes, content_type: bytes) -> RequestBody:
    """Read what a body asks for.

    JSON is read as such, multipart forms for their ``model`` and ``stream`` fields; anything else asks for nothing.

    Raises:
        BodyError: for JSON that is malformed, not an object, or has a field of the wrong type; for malformed forms.
    """
    if content_type != b"application/json":  # as nearly all clients write it
        if _is_form(content_type):
            return _read_form(body, content_type)
        if not _is_json(content_type):
            return _EMPTY
    if not body:
        return _EMPTY
    try:
        return _decode_body(body)
    except msgspec.ValidationError as error:
        raise _wrong_type(str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"We could not parse the JSON body of your request: {error}."
        raise BodyError("invalid_json", message) from None
    except RecursionError:
        raise BodyError("invalid_json", "The JSON body of your request is nested too deeply.") from None


def completion_tokens_max(body: RequestBody) -> int:
    """The most tokens the caller lets the model write; 0 when it did not say."""
    limit = body.max_completion_tokens or body.max_tokens or body.max_output_tokens
    return min(max(0, limit) * min(max(1, body.n or 1), 128), _COMPLETION_TOKENS_MAX) if limit else 0


def wants_usage(body: RequestBody) -> bool:
    """Whether the caller itself asked for the usage chunk of a stream."""
    return body.stream_options is not None and body.stream_options.include_usage is True


def _is_form(content_type: bytes) -> bool:
    return content_type[:19].lower() == b"multipart/form-data"


def _is_json(content_type: bytes) -> bool:
    return not content_type or content_type.partition(b";")[0].rstrip().lower().endswith((b"/json", b"+json"))


def _read_form(body: bytes, content_type: bytes) -> RequestBody:
    try:
        fields = read_form_fields(body, content_type, ("model", "stream"))
    except FormError as error:
        raise BodyError("invalid_form", str(error)) from None
    return RequestBody(model=fields.get("model"), stream=fields.get("stream") == "true")


def _wrong_type(explanation: str) -> BodyError:
    what, _, where = explanation.partition(" - at `$")
    param = where.strip("`.") or None
    return BodyError("invalid_type", f"Invalid type{f' for {param!r}' if param else ''}: {what}.", param)


def input_characters(body: RequestBody) -> int:
    """Characters of a speech request's ``input``: what text-to-speech is billed by."""
    try:
        return len(_decode_text(body.input))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return 0


def names_model_once(body: bytes) -> bool:
    """Whether ``model`` can be named only once, however a reader treats repeated or escaped keys.

    A body that names it twice could mean one model to this reader and another to the backend's.
    """
    return body.count(b'"model"') <= 1 and b"\\u00" not in body


def rewrite_json(body: bytes, changes: Mapping[str, bytes]) -> bytes:
    """Lay a JSON object out anew with some top-level values changed or added, given as JSON.

    Every other value keeps its bytes, fields their order; of repeated keys the last remains.
    """
    fields = _decode_fields(body)
    for name, value in changes.items():
        fields[name] = Raw(value)
    return _encode(fields)


def with_model(body: bytes, content_type: bytes, model: str) -> bytes:
    """The body with another model named in it; unchanged when it is neither JSON nor a form."""
    if _is_form(content_type):
        return replace_form_field(body, content_type, "model", model)
    return rewrite_json(body, {"model": _encode(model)}) if _is_json(content_type) else body


def without_repeats(body: bytes, content_type: bytes) -> bytes:
    """The body with no top-level field given twice, so that all readers see the same; forms stay as they are."""
    return rewrite_json(body, {}) if _is_json(content_type) else body


def with_usage_asked(body: bytes) -> bytes:
    """The body with ``stream_options.include_usage`` set, other stream options kept."""
    fields = _decode_fields(body)
    options = fields.get("stream_options")
    kept = _decode_fields(options) if options is not None and bytes(options) != b"null" else {}
    kept["include_usage"] = Raw(b"true")
    fields["stream_options"] = Raw(_encode(kept))
    return _encode(fields)
