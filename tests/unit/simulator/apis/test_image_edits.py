import base64
import json
from typing import Any

import pytest
from msgspec import structs

from headgate.simulator.apis import image_edits
from headgate.simulator.errors import AzureError
from headgate.simulator.media.drawing import drawn
from headgate.simulator.media.pictures import Size
from headgate.simulator.state.files import StoredFile
from headgate.simulator.state.resource_state import ResourceState
from tests.unit.simulator.apis.calls import call, error_of
from tests.unit.simulator.apis.forms import form, form_call

SQUARE = drawn("png", Size(512, 512), 0)
OBLONG = drawn("webp", Size(1024, 512), 0)


def _usage(*files: tuple[str, bytes], **fields: str) -> dict[str, Any]:
    body = form(*files, **{"prompt": "Add a gate", **fields})
    answer = json.loads(image_edits.prepare(form_call(body, "gpt-image-1")).compose(0).body)
    usage: dict[str, Any] = answer["usage"]
    return usage


def _refused(*files: tuple[str, bytes], **fields: str) -> dict[str, Any]:
    with pytest.raises(AzureError) as refused:
        _usage(*files, **fields)
    return error_of(refused.value.body)


def test_a_picture_costs_what_was_recorded() -> None:
    assert _usage(("image", SQUARE))["input_tokens_details"] == {"image_tokens": 194, "text_tokens": 3}


def test_several_pictures_are_read_for_each_that_is_made() -> None:
    usage = _usage(("image[]", SQUARE), ("image[]", OBLONG), n="2", quality="low")

    assert usage["input_tokens_details"]["image_tokens"] == 2 * (194 + 323)
    assert usage["output_tokens"] == 2 * 272


def test_fidelity_costs_more() -> None:
    assert _usage(("image", SQUARE), input_fidelity="high")["input_tokens_details"]["image_tokens"] == 194 + 4_160
    assert _usage(("image", OBLONG), input_fidelity="high")["input_tokens_details"]["image_tokens"] == 323 + 6_240


def test_a_form_may_ask_for_a_stream() -> None:
    body = form(("image", SQUARE), prompt="Add a gate", stream="true", partial_images="1")
    prepared = image_edits.prepare(form_call(body, "gpt-image-1"))
    answer = prepared.compose(0)

    assert prepared.stream
    assert answer.streamed
    assert answer.sketches == 1


def test_a_mask_is_as_large_as_its_picture() -> None:
    assert _usage(("image", SQUARE), ("mask", drawn("png", Size(512, 512), 0, transparent=True)))
    assert _refused(("image", SQUARE), ("mask", drawn("png", Size(256, 256), 0)))["param"] == "mask"
    assert _refused(("image", SQUARE), ("mask", drawn("jpeg", Size(512, 512), 0)))["param"] == "mask"


def test_without_a_picture_there_is_nothing_to_edit() -> None:
    assert _refused(prompt="Add a gate")["code"] == "missing_required_parameter"
    assert _refused(("image", b"RIFF....WAVE"))["message"] == (
        "Invalid image file or mode for image 1, please check your image file."
    )
    assert _refused(*[("image[]", SQUARE)] * 17)["code"] == "array_above_max_length"


@pytest.mark.parametrize(
    "name,value", [("n", "eleven"), ("n", "11"), ("size", "1x1"), ("stream", "maybe"), ("input_fidelity", "best")]
)
def test_what_a_form_says_is_checked(name: str, value: str) -> None:
    assert _refused(("image", SQUARE), **{name: value})["param"] == name


def test_a_form_needs_a_prompt() -> None:
    body = form(("image", SQUARE))
    with pytest.raises(AzureError) as refused:
        image_edits.prepare(form_call(body, "gpt-image-1"))

    assert error_of(refused.value.body)["message"] == "Missing required parameter: 'prompt'."


def _of_json(**members: Any) -> dict[str, Any]:
    state = ResourceState("test")
    kept = StoredFile("file-1", "a.png", "vision", 0, SQUARE)
    state.files.put(kept.id, kept, size=len(SQUARE))
    asked = call({"prompt": "Add a gate", **members}, model="gpt-image-1", state=state)
    answer: dict[str, Any] = json.loads(image_edits.prepare(asked).compose(0).body)
    return answer


def test_json_names_pictures_by_address_and_by_file() -> None:
    inline = "data:image/png;base64," + base64.b64encode(OBLONG).decode()
    named = [{"file_id": "file-1"}, {"image_url": inline}, {"image_url": "https://example.com/a.png"}]

    assert _of_json(images=named)["usage"]["input_tokens_details"]["image_tokens"] == 194 + 323 + 194


def test_a_file_that_is_not_kept_here_is_404() -> None:
    with pytest.raises(AzureError) as refused:
        _of_json(images=[{"file_id": "file-2"}])

    assert refused.value.status == 404


def test_json_without_pictures_is_400() -> None:
    with pytest.raises(AzureError):
        _of_json()
    with pytest.raises(AzureError):
        _of_json(images=[])


def test_a_broken_form_is_400() -> None:
    broken = structs.replace(form_call(b"", "gpt-image-1"), content_type=b"multipart/form-data")
    with pytest.raises(AzureError):
        image_edits.prepare(broken)
