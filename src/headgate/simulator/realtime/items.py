"""What was said so far: the items of a realtime conversation, in order, and what they count as a prompt."""

import base64
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from headgate.simulator import errors, ids
from headgate.simulator.apis import conversation
from headgate.simulator.apis.parts import beside_text
from headgate.simulator.realtime import sound
from headgate.simulator.realtime.asks import ItemAsk, PartAsk

ITEMS_MAX = 1_000
"""Of one conversation; a session lasts half an hour."""
BYTES_MAX = 67_108_864
"""Of all of them together, as JSON without sound: three of the greatest messages."""
INPUT_TOKENS_PER_SECOND = 10
"""Of sound that the model hears (OpenAI, "Managing realtime costs": a token for 100 ms)."""

Json = dict[str, Any]
_PARTS_OF_ROLE = {
    "user": ("input_text", "input_audio", "input_image"),
    "system": ("input_text",),
    "assistant": ("output_text", "output_audio"),
}


class Item(Struct):
    """One of them."""

    shown: Json
    """As events tell it."""
    text: str = ""
    """What the model reads, or what it understands of the sound."""
    audio_tokens: int = 0
    image_tokens: int = 0
    spoken_ms: int = 0
    """How long the model speaks in it."""

    @property
    def id(self) -> str:
        """Its id."""
        found: str = self.shown["id"]
        return found

    @property
    def by_user(self) -> bool:
        """Whether it is for the model to answer, maybe with a call of a function."""
        return self.shown.get("role") == "user"

    def truncate(self, content_index: int, audio_end_ms: int) -> None:
        """Cut what the model spoke to what was heard of it; its words go too, as nobody knows where they were cut.

        Raises:
            AzureError: a 400 when it is not spoken, or shorter already (both as reported 2024 to 2026).
        """
        content = self.shown.get("content") or []
        if not self.spoken_ms or content_index >= len(content):
            message = "Only model output audio messages can be truncated"
            raise errors.invalid(message, param="item_id", code="unsupported_content_type")
        if audio_end_ms > self.spoken_ms:
            message = f"Audio content of {self.spoken_ms}ms is already shorter than {audio_end_ms}ms"
            raise errors.invalid(message, param="audio_end_ms", code="invalid_value")
        content[content_index] = {"type": "output_audio", "transcript": ""}
        self.text = ""
        self.spoken_ms = audio_end_ms
        self.audio_tokens = round(audio_end_ms * INPUT_TOKENS_PER_SECOND / 1000)


class Prompt(Struct, frozen=True):
    """What the model is given."""

    text: str
    text_tokens: int
    audio_tokens: int
    image_tokens: int
    by_user: bool
    """Whether its last word is the user's."""

    @property
    def token_count(self) -> int:
        """All of it."""
        return self.text_tokens + self.audio_tokens + self.image_tokens


class Items:
    """The conversation."""

    def __init__(self) -> None:
        """Nothing said."""
        self.id = ids.of("conv_", 21)
        self._items: list[Item] = []
        self._sizes: dict[str, int] = {}

    def add(self, item: Item, *, after: str | None = None) -> str | None:
        """Put it at the end, or after another (``root``: first); returns the id of the one before it.

        Raises:
            AzureError: a 400 when that other is not here, the id is taken, or the conversation is full.
        """
        if len(self._items) >= ITEMS_MAX:
            raise errors.invalid(f"A conversation has at most {ITEMS_MAX} items.", code="too_many_items")
        size = len(msgspec.json.encode(item.shown))
        if sum(self._sizes.values()) + size > BYTES_MAX:
            message = f"A conversation holds at most {BYTES_MAX} bytes: delete items."
            raise errors.invalid(message, param="item", code="conversation_too_large")
        if item.id in self._sizes:
            message = f"Error adding item: an item with ID '{item.id}' already exists in the conversation."
            raise errors.invalid(message, param="item.id", code="item_create_duplicate_item_id")
        at = len(self._items)
        if after is not None:
            at = 0 if after == "root" else self._items.index(self.find(after, doing="adding", code="create")) + 1
        self._items.insert(at, item)
        self._sizes[item.id] = size
        return self._items[at - 1].id if at else None

    def before(self, item_id: str) -> str | None:
        """The id of the one before it."""
        names = [None, *(each.id for each in self._items)]
        return names[names.index(item_id) - 1] if item_id in names else None

    def before_model(self, item_id: str) -> str | None:
        """The same for an item of the model that is done: the first of all is not named (recorded 2026)."""
        before, first = self.before(item_id), next(iter(self._items), None)
        return None if first is not None and before == first.id else before

    def find(self, item_id: str, *, doing: str, code: str) -> Item:
        """One of them.

        Raises:
            AzureError: a 400 when it is not here.
        """
        found = next((each for each in self._items if each.id == item_id), None)
        if found is None:
            message = f"Error {doing} item: the item with id '{item_id}' does not exist."
            raise errors.invalid(message, param="item_id", code=f"item_{code}_invalid_item_id")
        return found

    def delete(self, item_id: str) -> None:
        """Forget one; raises ``AzureError`` when it is not here."""
        self._items.remove(self.find(item_id, doing="deleting", code="delete"))
        del self._sizes[item_id]

    def has_call(self, call_id: str) -> bool:
        """Whether the model has called a function under this id."""
        return any(item.shown.get("call_id") == call_id for item in self._items)

    def listed(self) -> list[Item]:
        """All of them."""
        return list(self._items)


def made(ask: ItemAsk, raw: Json, *, kind: str) -> Item:
    """An item that a client sent; ``kind`` is the format of its sound.

    Raises:
        AzureError: a 400 when members are missing or do not go together.
    """
    shown: Json = {"id": ask.id or ids.of("item_", 21), "type": ask.type}
    if ask.type == "function_call_output":
        _require(ask.call_id, "call_id")
        return Item(shown={**shown, "call_id": ask.call_id, "output": ask.output or ""}, text=ask.output or "")
    if ask.type == "function_call":
        _require(ask.name, "name")
        call = {"name": ask.name, "call_id": ask.call_id or ids.of("call_", 16), "arguments": ask.arguments or ""}
        return Item(shown={**shown, "status": "completed", **call}, text=f"{ask.name}{ask.arguments or ''}")
    _require(ask.role, "role")
    _require(ask.content, "content")
    assert ask.role is not None
    assert ask.content is not None
    for at, part in enumerate(ask.content):
        _check_part(part, ask.role, at)
    content = [{name: value for name, value in part.items() if name != "audio"} for part in raw["content"]]
    for told in content:
        if told["type"] == "input_audio":
            told.setdefault("transcript", None)
    shown |= {"status": "completed", "role": ask.role, "content": content}
    return _counted(shown, ask.content, kind)


def _counted(shown: Json, parts: Sequence[PartAsk], kind: str) -> Item:
    item = Item(shown=shown, text="\n".join(part.text or part.transcript or "" for part in parts))
    for at, part in enumerate(parts):
        if part.audio:
            seconds = sound.milliseconds(kind, len(decoded(part.audio, f"item.content[{at}].audio"))) / 1000
            item.audio_tokens += max(1, round(seconds * INPUT_TOKENS_PER_SECOND))
        if part.image_url:
            picture = {"type": "input_image", "image_url": part.image_url, "detail": part.detail}
            item.image_tokens += beside_text([[picture]], "").image
    return item


def told(text: str) -> Item:
    """A message of the system."""
    content = [{"type": "input_text", "text": text}]
    shown = {"id": ids.of("item_", 21), "type": "message", "status": "completed", "role": "system", "content": content}
    return Item(shown=shown, text=text)


def decoded(audio: str, param: str) -> bytes:
    """Sound as bytes.

    Raises:
        AzureError: a 400 when it is no base64.
    """
    try:
        return base64.b64decode(audio, validate=True)
    except ValueError as error:
        message = f"Invalid '{param}': Expected a base64-encoded string, but got something else."
        raise errors.invalid(message, param=param, code="invalid_base64") from error


def _require(value: object, param: str) -> None:
    if not value:
        message = f"Missing required parameter: 'item.{param}'."
        raise errors.invalid(message, param=f"item.{param}", code="missing_required_parameter")


def _check_part(part: PartAsk, role: str, at: int) -> None:
    known = _PARTS_OF_ROLE[role]
    if part.type not in known:
        names = ", ".join(f"'{each}'" for each in known)
        message = f"Invalid value: '{part.type}'. Supported values are: {names}."
        raise errors.invalid(message, param=f"item.content[{at}].type", code="invalid_value")


def prompt_of(items: Sequence[Item], settings: Json, *, tokens_max: int) -> Prompt:
    """What the model is given for a response; what is too long loses its oldest items (``truncation``)."""
    tools = settings["tools"]
    definitions = "\n".join(f"{tool['name']} {tool.get('description', '')} {tool.get('parameters')}" for tool in tools)
    kept = list(items)
    while True:
        prompt = _prompt(kept, settings["instructions"], definitions)
        if prompt.token_count <= tokens_max or len(kept) < 2:
            return prompt
        del kept[: max(1, len(kept) // 5)]


def _prompt(items: Sequence[Item], instructions: str, definitions: str) -> Prompt:
    texts = [instructions, *(item.text for item in items)]
    read = [instructions, *("" if item.audio_tokens else item.text for item in items)]
    return Prompt(
        text="\n".join((*texts, definitions)) if definitions else "\n".join(texts),
        text_tokens=conversation.count(read, beside_text=0, definitions=definitions),
        audio_tokens=sum(item.audio_tokens for item in items),
        image_tokens=sum(item.image_tokens for item in items),
        by_user=bool(items) and items[-1].by_user,
    )


def heard(item_id: str, text: str, seconds: float) -> Item:
    """A message of the user, out of the input audio buffer; ``text`` is what the model understands."""
    content = [{"type": "input_audio", "transcript": None}]
    shown = {"id": item_id, "type": "message", "status": "completed", "role": "user", "content": content}
    return Item(shown=shown, text=text, audio_tokens=max(1, round(seconds * INPUT_TOKENS_PER_SECOND)))
