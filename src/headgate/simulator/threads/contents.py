"""What is said in a thread: messages as they are given, and as a model is shown them."""

import base64
from typing import Any, Literal

import msgspec
from msgspec import Struct

from headgate.simulator import errors, ids
from headgate.simulator.apis import files
from headgate.simulator.apis.limits import check_length, checked_metadata
from headgate.simulator.apis.state_call import StateCall
from headgate.simulator.state.threads import Json, Message, Thread
from headgate.simulator.threads import limits, shown, tools

_BYTES_MAX = 16 * 1_048_576
"""Of one thread."""


class Picture(Struct):
    """A picture by its address, or as a file."""

    url: str | None = None
    file_id: str | None = None
    detail: Literal["auto", "low", "high"] = "auto"


class Part(Struct):
    """A part of a message."""

    type: Literal["text", "image_url", "image_file"]
    text: str | None = None
    image_url: Picture | None = None
    image_file: Picture | None = None


class AttachmentTool(Struct):
    """A tool that is to see a file."""

    type: Literal["file_search", "code_interpreter"]


class Attachment(Struct):
    """A file that comes with a message."""

    file_id: str
    tools: list[AttachmentTool] | None = None


class MessageAsk(Struct):
    """A message to add."""

    role: Literal["user", "assistant"]
    content: str | list[Part]
    attachments: list[Attachment] | None = None
    metadata: dict[str, str] | None = None


def add(call: StateCall, thread: Thread, ask: MessageAsk) -> Message:
    """Add a message to a thread.

    Raises:
        AzureError: a 400 for what is no message and for a thread that is full, a 404 for a file that is not here.
    """
    check_room(thread)
    content = _content(call, ask.content)
    attachments: list[Json] = [] if ask.attachments is None else msgspec.to_builtins(ask.attachments)
    message = Message(
        id=ids.of("msg_"),
        created_at=int(call.now),
        role=ask.role,
        content=content,
        attachments=attachments,
        metadata=checked_metadata(ask.metadata),
        completed_at=int(call.now),
        size=len(msgspec.json.encode(content)),
    )
    for each in ask.attachments or ():
        for tool in each.tools or ():
            tools.attach(call, thread.tool_resources, each.file_id, tool.type)
    thread.messages[message.id] = message
    return message


def check_room(thread: Thread) -> None:
    """Refuse more in a thread that is full.

    Raises:
        AzureError: a 400.
    """
    if thread.size > _BYTES_MAX or len(thread.messages) >= limits.MESSAGES_MAX:
        raise errors.invalid(
            f"Thread {thread.id} is full: it holds at most {limits.MESSAGES_MAX} messages or {_BYTES_MAX} bytes.",
            code="quotaExceeded",
        )


def text_of(message: Message) -> str:
    """What a message says in words."""
    return "\n".join(part["text"]["value"] for part in message.content if part["type"] == "text")


def pictures_of(call: StateCall, message: Message) -> list[dict[str, Any]]:
    """Its pictures, as chat would be given them; those in files with their bytes."""
    return [_as_in_chat(call, part[part["type"]]) for part in message.content if part["type"] != "text"]


def _as_in_chat(call: StateCall, picture: Json) -> Json:
    file = call.state.files.get(picture.get("file_id", ""))
    inline = "" if file is None else f"data:image/png;base64,{base64.b64encode(file.content).decode()}"
    return {"type": "image_url", "image_url": {"url": picture.get("url", inline), "detail": picture["detail"]}}


def _content(call: StateCall, given: str | list[Part]) -> list[Json]:
    parts = [Part(type="text", text=given)] if isinstance(given, str) else given
    if not parts or all(part.type == "text" and not part.text for part in parts):
        raise errors.invalid("Message content must be non-empty.", param="content")
    return [_part(call, part, f"content[{index}]") for index, part in enumerate(parts)]


def _part(call: StateCall, part: Part, place: str) -> Json:
    given = {"text": part.text, "image_url": part.image_url, "image_file": part.image_file}[part.type]
    if given is None:
        name = f"{place}.{part.type}"
        raise errors.invalid(f"Missing required parameter: '{name}'.", param=name, code="missing_required_parameter")
    if isinstance(given, str):
        check_length(given, place, limits.MESSAGE_CHARACTERS_MAX)
        return shown.text(given)
    if part.type == "image_file":
        file_id = files.kept(call, given.file_id or "").id
        return {"type": "image_file", "image_file": {"file_id": file_id, "detail": given.detail}}
    return {"type": "image_url", "image_url": {"url": given.url or "", "detail": given.detail}}
