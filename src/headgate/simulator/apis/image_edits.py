"""Pictures edited: sent in a form, or named in JSON by address or file."""

from functools import partial
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from headgate.simulator import errors, tokens
from headgate.simulator.answer import Answer, Prepared
from headgate.simulator.apis import parts
from headgate.simulator.apis.call import Call, convert, read
from headgate.simulator.apis.form import Fields
from headgate.simulator.apis.form import parts as form_parts
from headgate.simulator.apis.image_ask import ImageAsk, check
from headgate.simulator.apis.image_drawing import Prompt, draw
from headgate.simulator.media.picture_tokens import UNSEEN, tiles_of
from headgate.simulator.media.pictures import PNG, Size, size_of

_PICTURES_MAX = 16
_BASE_TOKENS, _TILE_TOKENS = 65, 129
"""Of gpt-image-1, for tiles of 512 by 512 after the shortest side was made 512: one tile is 194 (recorded)."""
_TOKENS_OF_FIDELITY, _TOKENS_OF_FIDELITY_OBLONG = 4_160, 6_240
"""More with ``input_fidelity: high``: of a square, and of any other picture (OpenAI's guide to images, 2026)."""


class Reference(Struct):
    """A picture that lies elsewhere."""

    image_url: str | None = None
    file_id: str | None = None


class EditAsk(ImageAsk):
    """The members of a request in JSON."""

    images: Annotated[list[Reference], Meta(min_length=1, max_length=_PICTURES_MAX)] | None = None
    mask: Reference | None = None
    input_fidelity: Literal["high", "low"] | None = None


_DECODER = msgspec.json.Decoder(EditAsk)


def prepare(call: Call) -> Prepared:
    """Read a request to edit pictures.

    Raises:
        AzureError: a 400 when it is not one, asks what the model does not do, or has no pictures.
    """
    if call.content_type.startswith(b"multipart/"):
        ask, pictures, mask = _of_form(call)
    else:
        ask = read(call.body, _DECODER)
        pictures = [_referred(each, call) for each in ask.images or ()]
        mask = _referred(ask.mask, call) if ask.mask is not None else None
    check(ask, call)
    sizes = _sizes(pictures)
    if mask is not None and (not mask.startswith(PNG) or size_of(mask) != sizes[0]):
        message = "Invalid mask image format - mask size does not match image size"
        raise errors.invalid(message, param="mask", code="invalid_image_file")
    image_tokens = sum(_tokens_of(size, ask.input_fidelity) for size in sizes)
    prompt = Prompt(text_tokens=tokens.count(ask.prompt), image_tokens=image_tokens)
    return Prepared(
        compose=partial(_compose, ask, prompt, call.created),
        prompt_tokens=(prompt.text_tokens + prompt.image_tokens) * ask.count,
        prompt_characters=len(ask.prompt),
        prompt_param="prompt",
        stream=bool(ask.stream),
    )


def _compose(ask: ImageAsk, prompt: Prompt, created: int, _cached: int) -> Answer:
    return draw(ask, prompt, created, "image_edit")


def _of_form(call: Call) -> tuple[EditAsk, list[bytes], bytes | None]:
    fields = Fields(form_parts(call.body, call.content_type))
    pictures = [part.value for part in fields.files("image")]
    mask = fields.files("mask")[-1].value if fields.has("mask") else None
    names = set(EditAsk.__struct_fields__) - {"images", "mask"}
    given = {name: fields.text(name) for name in names if fields.has(name)}
    return convert(given, EditAsk, lax=True), pictures, mask


def _referred(reference: Reference, call: Call) -> bytes:
    """The picture, or nothing of one that lies at an address.

    Raises:
        AzureError: a 404 for a file that this resource does not keep.
    """
    if reference.file_id is None:
        return parts.inline(reference.image_url or "")
    file = call.state.files.get(reference.file_id)
    if file is None:
        raise errors.not_kept("File", reference.file_id)
    return file.content


def _sizes(pictures: list[bytes]) -> list[Size]:
    if not pictures:
        raise errors.invalid("Missing required parameter: 'image'.", param="image", code="missing_required_parameter")
    if len(pictures) > _PICTURES_MAX:
        message = (
            f"Invalid 'image': array too long. Expected an array with maximum length {_PICTURES_MAX}, but got an array "
            f"with length {len(pictures)} instead."
        )
        raise errors.invalid(message, param="image", code="array_above_max_length")
    return [_size(picture, number) for number, picture in enumerate(pictures, start=1)]


def _size(picture: bytes, number: int) -> Size:
    """What is not here is taken for a usual picture."""
    if not picture:
        return UNSEEN
    size = size_of(picture)
    if size is None:
        message = f"Invalid image file or mode for image {number}, please check your image file."
        raise errors.invalid(message, code="invalid_image_file")
    return size


def _tokens_of(size: Size, fidelity: str | None) -> int:
    base = _BASE_TOKENS + _TILE_TOKENS * tiles_of(size, shortest=512)
    if fidelity != "high":
        return base
    return base + (_TOKENS_OF_FIDELITY if size.width == size.height else _TOKENS_OF_FIDELITY_OBLONG)
