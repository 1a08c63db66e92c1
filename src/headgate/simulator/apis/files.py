"""Files: uploaded whole, listed, read back, deleted."""

import re
from typing import Any

from headgate.simulator import errors, ids
from headgate.simulator.answer import Answer
from headgate.simulator.apis import form
from headgate.simulator.apis.state_call import StateCall, answered, deleted, found
from headgate.simulator.state.files import StoredFile
from headgate.simulator.state.paging import page

PURPOSES = ("assistants", "batch", "fine-tune", "vision", "user_data", "evals")
_FILENAME = re.compile(rb'filename="([^"]*)"')
_SECONDS = re.compile(r"\d{1,9}")


def create(call: StateCall) -> Answer:
    """Keep the file of a form."""
    fields = form.read(call.body, call.content_type)
    if "file" not in fields:
        raise errors.invalid("Missing required parameter: 'file'.", param="file", code="missing_required_parameter")
    purpose = fields.get("purpose", b"").decode(errors="replace")
    name = _FILENAME.search(call.body)
    file = new_file(
        call,
        filename=name.group(1).decode(errors="replace") if name else "file",
        purpose=purpose,
        content=fields["file"],
        seconds=_seconds(fields.get("expires_after[seconds]", b"").decode(errors="replace")),
    )
    return answered(shown(file))


def new_file(call: StateCall, *, filename: str, purpose: str, content: bytes, seconds: int | None = None) -> StoredFile:
    """Keep a file.

    Raises:
        AzureError: a 400 for a purpose that is none, or when there is no room.
    """
    if purpose not in (*PURPOSES, "batch_output"):
        known = ", ".join(f"'{each}'" for each in PURPOSES)
        message = f"'{purpose}' is not one of [{known}] - 'purpose'"
        raise errors.invalid(message, param="purpose", code="invalid_value")
    file = StoredFile(
        id=ids.of("assistant-" if purpose == "assistants" else "file-"),
        filename=filename,
        purpose=purpose,
        created_at=int(call.now),
        content=content,
        expires_at=None if seconds is None else int(call.now) + seconds,
    )
    call.state.files.put(file.id, file, size=len(content))
    return file


def kept(call: StateCall, file_id: str) -> StoredFile:
    """The file of this id.

    Raises:
        AzureError: a 404 when it is not here, or no longer.
    """
    file = call.state.files.get(file_id)
    if file is not None and file.expires_at is not None and file.expires_at <= call.now:
        call.state.files.remove(file_id)
        file = None
    return found(file, "File", file_id)


def list_all(call: StateCall) -> Answer:
    """A page of the files, newest first."""
    purpose = call.query.get("purpose")
    chosen = [file for file in call.state.files if purpose in (None, file.purpose)]
    return answered(page(chosen, call.query, id_of=_id, shown=shown, limit=10_000, limit_max=10_000))


def get(call: StateCall) -> Answer:
    """What is known of a file."""
    return answered(shown(kept(call, call.id)))


def content(call: StateCall) -> Answer:
    """The bytes of a file."""
    return Answer(content_type=b"application/octet-stream", body=kept(call, call.id).content)


def delete(call: StateCall) -> Answer:
    """Take a file away."""
    file = kept(call, call.id)
    call.state.files.remove(file.id)
    return deleted(file.id, "file")


def shown(file: StoredFile) -> dict[str, Any]:
    """The file object."""
    return {
        "object": "file",
        "bytes": len(file.content),
        "created_at": file.created_at,
        "expires_at": file.expires_at,
        "filename": file.filename,
        "id": file.id,
        "purpose": file.purpose,
        "status": "processed",
        "status_details": None,
    }


def _id(file: StoredFile) -> str:
    return file.id


def _seconds(given: str) -> int | None:
    return int(given) if _SECONDS.fullmatch(given) else None
