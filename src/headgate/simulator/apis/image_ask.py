"""A request for pictures, drawn anew or edited, as it is read, and what a model refuses in it.

Sources: OpenAI's description of the API (2026), and the refusals reported of gpt-image-1 and gpt-image-2.
"""

import re
from typing import Annotated, Literal

from msgspec import Meta, Struct

from headgate.simulator import errors
from headgate.simulator.apis.call import Call
from headgate.simulator.media.pictures import Size

_SIZES = ("1024x1024", "1024x1536", "1536x1024", "auto")
_SIZES_OF_DALL_E_3 = ("1024x1024", "1024x1792", "1792x1024")
_SIZES_OF_DALL_E_2 = ("256x256", "512x512", "1024x1024")
_QUALITIES = ("low", "medium", "high", "auto")
_QUALITIES_OF_DALL_E = ("standard", "hd")
_ANY_SIZE = re.compile(r"([1-9]\d{1,3})x([1-9]\d{1,3})")
_PIXELS_MAX = 3_840 * 2_160
_PROMPT_CHARACTERS_MAX = 32_000
_PROMPT_CHARACTERS_MAX_OF_DALL_E = 4_000

Count = Annotated[int, Meta(ge=1, le=10)]


class ImageAsk(Struct):
    """The members of an image request that mean something here."""

    prompt: str
    n: Count | None = None
    size: str | None = None
    quality: str | None = None
    response_format: Literal["url", "b64_json"] | None = None
    output_format: Literal["png", "jpeg", "webp"] | None = None
    output_compression: Annotated[int, Meta(ge=0, le=100)] | None = None
    background: Literal["transparent", "opaque", "auto"] | None = None
    style: Literal["vivid", "natural"] | None = None
    stream: bool | None = None
    partial_images: Annotated[int, Meta(ge=0, le=3)] | None = None

    @property
    def count(self) -> int:
        """How many pictures are drawn."""
        return self.n or 1

    @property
    def drawn_size(self) -> Size:
        """Where the model may choose: 1024 by 1024."""
        width, _, height = (self.size if self.size not in (None, "auto") else "1024x1024").partition("x")
        return Size(int(width), int(height))

    @property
    def drawn_quality(self) -> Literal["low", "medium", "high"]:
        """Where the model may choose: the highest."""
        return "low" if self.quality == "low" else "medium" if self.quality == "medium" else "high"

    @property
    def kind(self) -> str:
        """``png``, ``jpeg`` or ``webp``."""
        return self.output_format or "png"

    @property
    def transparent(self) -> bool:
        """Whether nothing is seen of it."""
        return self.background == "transparent"


def by_the_picture(model: str) -> bool:
    """Whether a model is billed by the picture."""
    return model.startswith("dall-e")


def check(ask: ImageAsk, call: Call) -> None:
    """Refuse what the model does not do.

    Raises:
        AzureError: a 400.
    """
    model = call.settings.model
    longest = _PROMPT_CHARACTERS_MAX_OF_DALL_E if by_the_picture(model) else _PROMPT_CHARACTERS_MAX
    if not 1 <= len(ask.prompt) <= longest:
        raise _bad_length(len(ask.prompt), longest)
    if by_the_picture(model):
        _check_dall_e(ask, model)
    else:
        _check_gpt_image(ask, model)


def _check_dall_e(ask: ImageAsk, model: str) -> None:
    second = model.startswith("dall-e-2")
    _check_among(ask.size, _SIZES_OF_DALL_E_2 if second else _SIZES_OF_DALL_E_3, "size")
    _check_among(ask.quality, _QUALITIES_OF_DALL_E, "quality")
    if ask.count > 1 and not second:
        raise errors.invalid("You must provide n=1 for this model.", param="n", code="invalid_value")
    for name in ("output_format", "output_compression", "background", "stream", "partial_images"):
        if getattr(ask, name) is not None:
            raise _unknown(name)


def _check_gpt_image(ask: ImageAsk, model: str) -> None:
    if not _is_any_size(ask.size, model):
        _check_among(ask.size, _SIZES, "size")
    _check_among(ask.quality, _QUALITIES, "quality")
    for name in ("response_format", "style"):
        if getattr(ask, name) is not None:
            raise _unknown(name)
    if ask.transparent and (model.startswith("gpt-image-2") or ask.kind == "jpeg"):
        what = "JPEG output format" if ask.kind == "jpeg" else "this model."
        message = f"Transparent background is not supported for {what}"
        raise errors.invalid(message, param="background", code="invalid_value")
    if ask.partial_images and not ask.stream:
        message = "Invalid value for 'partial_images': it is only allowed when 'stream' is true."
        raise errors.invalid(message, param="partial_images", code="invalid_value")


def _is_any_size(size: str | None, model: str) -> bool:
    """Whether a size is one of those that gpt-image-2 draws beside the usual ones."""
    found = _ANY_SIZE.fullmatch(size or "") if model.startswith("gpt-image-2") else None
    if found is None:
        return False
    width, height = int(found.group(1)), int(found.group(2))
    shaped = width <= 3 * height and height <= 3 * width
    return shaped and not width % 16 and not height % 16 and width * height <= _PIXELS_MAX


def _check_among(value: str | None, allowed: tuple[str, ...], param: str) -> None:
    if value is not None and value not in allowed:
        raise errors.not_among(value, allowed, param)


def _unknown(name: str) -> errors.AzureError:
    return errors.invalid(f"Unknown parameter: '{name}'.", param=name, code="unknown_parameter")


def _bad_length(length: int, longest: int) -> errors.AzureError:
    if not length:
        message = "Invalid 'prompt': empty string. Expected a string with minimum length 1."
        return errors.invalid(message, param="prompt", code="empty_string")
    message = (
        f"Invalid 'prompt': string too long. Expected a string with maximum length {longest}, but got a string with "
        f"length {length} instead."
    )
    return errors.invalid(message, param="prompt", code="string_above_max_length")
