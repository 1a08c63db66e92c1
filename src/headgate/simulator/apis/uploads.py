"""Uploads: a large file in parts, put together in the order the caller names."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from headgate.simulator import errors, ids
from headgate.simulator.answer import Answer
from headgate.simulator.apis import files, form
from headgate.simulator.apis.state_call import StateCall, answered, found
from headgate.simulator.state.files import Upload

_BYTES_MAX = 134_217_728
"""Azure takes 8 GiB; a simulator keeps it all in memory."""
_SECONDS = 3_600
"""An upload that is not completed within an hour expires."""


class UploadAsk(Struct):
    """A request to begin."""

    filename: str
    purpose: str
    bytes: Annotated[int, Meta(ge=0, le=_BYTES_MAX)]
    mime_type: str


class CompleteAsk(Struct):
    """A request to put the parts together."""

    part_ids: list[str]


_CREATE = msgspec.json.Decoder(UploadAsk)
_COMPLETE = msgspec.json.Decoder(CompleteAsk)


def create(call: StateCall) -> Answer:
    """Begin an upload."""
    ask = call.read(_CREATE)
    upload = Upload(
        id=ids.of("upload_", 32),
        filename=ask.filename,
        purpose=ask.purpose,
        size=ask.bytes,
        mime_type=ask.mime_type,
        created_at=int(call.now),
        expires_at=int(call.now) + _SECONDS,
    )
    call.state.uploads.put(upload.id, upload, size=ask.bytes)
    return answered(_shown(call, upload))


def parts(call: StateCall) -> Answer:
    """Take one part."""
    upload = _pending(call)
    data = form.read(call.body, call.content_type).get("data")
    if data is None:
        raise errors.invalid("Missing required parameter: 'data'.", param="data", code="missing_required_parameter")
    if sum(map(len, upload.parts.values())) + len(data) > upload.size:
        raise errors.invalid(f"The parts exceed the {upload.size} bytes that were announced.", param="data")
    part_id = ids.of("part_")
    upload.parts[part_id] = data
    part = {"id": part_id, "object": "upload.part", "created_at": int(call.now), "upload_id": upload.id}
    return answered(part)


def complete(call: StateCall) -> Answer:
    """Put the parts together into a file."""
    upload = _pending(call)
    ask = call.read(_COMPLETE)
    unknown = [part for part in ask.part_ids if part not in upload.parts]
    if unknown:
        raise errors.invalid(f"Part '{unknown[0]}' is not of this upload.", param="part_ids", code="invalid_value")
    content = b"".join(upload.parts[part] for part in ask.part_ids)
    if len(content) != upload.size:
        message = f"The parts have {len(content)} bytes, but {upload.size} were announced."
        raise errors.invalid(message, param="part_ids", code="invalid_value")
    file = files.new_file(call, filename=upload.filename, purpose=upload.purpose, content=content)
    upload.status, upload.file_id = "completed", file.id
    upload.parts.clear()
    call.state.uploads.put(upload.id, upload, size=0)
    return answered(_shown(call, upload))


def cancel(call: StateCall) -> Answer:
    """Give it up."""
    upload = _pending(call)
    upload.status = "cancelled"
    upload.parts.clear()
    call.state.uploads.put(upload.id, upload, size=0)
    return answered(_shown(call, upload))


def _pending(call: StateCall) -> Upload:
    upload = found(call.state.uploads.get(call.id), "Upload", call.id)
    if upload.status == "pending" and upload.expires_at <= call.now:
        upload.status = "expired"
        upload.parts.clear()
    if upload.status != "pending":
        raise errors.invalid(f"Upload '{upload.id}' is {upload.status}.", code="invalid_upload_state")
    return upload


def _shown(call: StateCall, upload: Upload) -> dict[str, Any]:
    file = call.state.files.get(upload.file_id) if upload.file_id else None
    return {
        "id": upload.id,
        "object": "upload",
        "bytes": upload.size,
        "created_at": upload.created_at,
        "filename": upload.filename,
        "purpose": upload.purpose,
        "status": upload.status,
        "expires_at": upload.expires_at,
        "file": files.shown(file) if file else None,
    }
