from typing import Any

import pytest

from headgate.simulator.apis import image_ask
from headgate.simulator.apis.image_ask import ImageAsk
from headgate.simulator.errors import AzureError
from headgate.simulator.media.pictures import Size
from tests.unit.simulator.apis.calls import call, error_of


def _taken(model: str, **members: Any) -> ImageAsk:
    ask = ImageAsk(**{"prompt": "A gate", **members})
    image_ask.check(ask, call({}, model=model))
    return ask


def _refused(model: str, **members: Any) -> dict[str, Any]:
    with pytest.raises(AzureError) as refused:
        _taken(model, **members)
    return error_of(refused.value.body)


def test_what_is_left_to_the_model_is_large_and_good() -> None:
    for ask in (_taken("gpt-image-1"), _taken("gpt-image-1", size="auto", quality="auto", background="auto")):
        assert (ask.drawn_size, ask.drawn_quality, ask.kind, ask.count) == (Size(1024, 1024), "high", "png", 1)
        assert not ask.transparent
    assert _taken("gpt-image-1", quality="low").drawn_quality == "low"


def test_sizes_are_those_of_the_model() -> None:
    assert _refused("gpt-image-1", size="1024x1792")["message"] == (
        "Invalid value: '1024x1792'. Supported values are: '1024x1024', '1024x1536', '1536x1024', and 'auto'."
    )
    assert _taken("dall-e-3", size="1024x1792").drawn_size == Size(1024, 1792)
    assert _taken("dall-e-2", size="256x256").drawn_size == Size(256, 256)
    assert _refused("dall-e-3", size="auto")["param"] == "size"


@pytest.mark.parametrize(
    "size,taken", [("1536x864", True), ("1000x1000", False), ("3840x1024", False), ("4096x4096", False)]
)
def test_the_newest_model_draws_any_size_within_bounds(size: str, taken: bool) -> None:
    if taken:
        assert _taken("gpt-image-2", size=size)
    else:
        assert _refused("gpt-image-2", size=size)["param"] == "size"
    assert _refused("gpt-image-1", size=size)["param"] == "size"


def test_qualities_are_those_of_the_model() -> None:
    assert _refused("gpt-image-1", quality="hd")["param"] == "quality"
    assert _refused("dall-e-3", quality="low")["message"] == (
        "Invalid value: 'low'. Supported values are: 'standard' and 'hd'."
    )


def test_a_model_does_not_know_the_words_of_the_other() -> None:
    for name, value in (("output_format", "png"), ("background", "opaque"), ("stream", True), ("partial_images", 1)):
        assert _refused("dall-e-3", **{name: value})["code"] == "unknown_parameter"
    for name, value in (("response_format", "b64_json"), ("style", "vivid")):
        assert _refused("gpt-image-1", **{name: value})["message"] == f"Unknown parameter: '{name}'."


def test_dall_e_3_draws_one_picture() -> None:
    assert _refused("dall-e-3", n=2)["message"] == "You must provide n=1 for this model."


def test_not_everything_can_be_transparent() -> None:
    assert _taken("gpt-image-1", background="transparent").transparent
    assert _refused("gpt-image-1", background="transparent", output_format="jpeg")["message"] == (
        "Transparent background is not supported for JPEG output format"
    )
    assert _refused("gpt-image-2", background="transparent")["message"] == (
        "Transparent background is not supported for this model."
    )


def test_sketches_are_for_streams() -> None:
    assert _refused("gpt-image-1", partial_images=2)["param"] == "partial_images"
    assert _taken("gpt-image-1", partial_images=2, stream=True)


def test_a_prompt_says_something_and_not_too_much() -> None:
    assert _refused("gpt-image-1", prompt="")["code"] == "empty_string"
    assert _refused("dall-e-3", prompt="x" * 4_001)["code"] == "string_above_max_length"
    assert _taken("gpt-image-1", prompt="x" * 32_000)
