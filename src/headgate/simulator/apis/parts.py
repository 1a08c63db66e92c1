"""The parts of a message that are no text: what pictures, recordings and other parts cost."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from headgate.simulator.media import picture_tokens, pictures, recordings

Content = str | Sequence[Mapping[str, Any]] | None

TEXT_PARTS = frozenset({"text", "input_text", "output_text", "refusal"})
_IMAGE_PARTS = frozenset({"image_url", "input_image"})
_TOKENS_PER_OTHER_PART = 50
_LOOKED_AT_CHARACTERS = 262_144
"""Of a picture in base64: its size stands near the beginning."""


class BesideText(Struct, frozen=True):
    """Tokens of the prompt that are no text."""

    image: int = 0
    audio: int = 0
    other: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.image + self.audio + self.other


_NONE = BesideText()


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
    for part in found:
        if part.get("type") in _IMAGE_PARTS:
            image += _of_picture(part, model)
        elif part.get("type") == "input_audio":
            audio += _of_recording(part)
        else:
            other += _TOKENS_PER_OTHER_PART
    return BesideText(image=image, audio=audio, other=other)


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
