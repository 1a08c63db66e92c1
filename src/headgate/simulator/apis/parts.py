"""The parts of a message that are no text: what pictures, recordings and other parts cost."""

import base64
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from headgate.simulator.apis.call import convert
from headgate.simulator.media import picture_tokens, pictures, recordings

Content = str | Sequence[Mapping[str, Any]] | None

TEXT_PARTS = frozenset({"text", "input_text", "output_text", "refusal"})
_IMAGE_PARTS = frozenset({"image_url", "input_image"})
_TOKENS_PER_OTHER_PART = 50
_LOOKED_AT_CHARACTERS = 262_144
"""Of a picture in base64: its size stands near the beginning."""


class Part(Struct):
    """What means something here of any part of a message."""

    type: str
    text: str | None = None


class _Message(Struct):
    content: str | list[Part] | None = None


class _Messages(Struct):
    messages: list[_Message]


class BesideText(Struct, frozen=True):
    """Tokens of the prompt that are no text."""

    image: int = 0
    audio: int = 0
    other: int = 0
    marks: str = ""
    """What stands for these parts where prompts are compared: four characters for each token, other ones for others."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.image + self.audio + self.other


_NONE = BesideText()


def check(contents: Sequence[Content]) -> None:
    """Refuse messages of a chat whose parts are none.

    Raises:
        AzureError: a 400.
    """
    if any(each is not None and not isinstance(each, str) for each in contents):
        convert({"messages": [{"content": each} for each in contents]}, _Messages)


def beside_text(contents: Iterable[Content], model: str) -> BesideText:
    """What the messages of a prompt hold beside text."""
    found = [
        part
        for content in contents
        if content is not None and not isinstance(content, str)
        for part in content
        if part.get("type") not in TEXT_PARTS
    ]
    if not found:
        return _NONE
    image = audio = other = 0
    marks: list[str] = []
    for part in found:
        if part.get("type") in _IMAGE_PARTS:
            image += (tokens := _of_picture(part, model))
        elif part.get("type") == "input_audio":
            audio += (tokens := _of_recording(part))
        else:
            other += (tokens := _TOKENS_PER_OTHER_PART)
        marks.append(_mark(part, tokens))
    return BesideText(image=image, audio=audio, other=other, marks="".join(marks))


def _mark(part: Mapping[str, Any], tokens: int) -> str:
    return f"{zlib.crc32(msgspec.json.encode(part)):08x}" * -(-tokens // 2)


def _of_picture(part: Mapping[str, Any], model: str) -> int:
    """Chat has an object with the address, responses the address itself."""
    image = part.get("image_url")
    url, detail = (image.get("url"), image.get("detail")) if isinstance(image, Mapping) else (image, part.get("detail"))
    seen = pictures.size_of(inline(url)) if isinstance(url, str) else None
    return picture_tokens.tokens_for(model, seen, detail if isinstance(detail, str) else None)


def inline(url: str) -> bytes:
    """The first bytes of a picture that is in the request itself; nothing of one that lies elsewhere."""
    if not url.startswith("data:"):
        return b""
    begins = url.find(",") + 1
    return _decoded(url[begins : begins + _LOOKED_AT_CHARACTERS])


def _of_recording(part: Mapping[str, Any]) -> int:
    given = part.get("input_audio")
    data = given.get("data") if isinstance(given, Mapping) else None
    return recordings.tokens_heard(recordings.seconds_of(_decoded(data) if isinstance(data, str) else b""))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""
