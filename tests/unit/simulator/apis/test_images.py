import base64
import json
from typing import Any

import pytest

from headgate.simulator.answer import Answer
from headgate.simulator.apis import images
from headgate.simulator.errors import AzureError
from headgate.simulator.media import pictures
from headgate.simulator.media.pictures import Size
from tests.unit.simulator.apis.calls import call


def _answer(model: str = "gpt-image-1", **members: Any) -> Answer:
    return images.prepare(call({"prompt": "A gate in a river", **members}, model=model)).compose(0)


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_a_picture_is_as_large_as_was_asked_for(kind: str) -> None:
    body = json.loads(_answer(size="1536x1024", output_format=kind).body)

    assert pictures.size_of(base64.b64decode(body["data"][0]["b64_json"])) == Size(1536, 1024)
    assert (body["output_format"], body["size"]) == (kind, "1536x1024")


def test_gpt_image_is_billed_by_tokens() -> None:
    """As recorded in June 2026: the prompt is counted for each picture."""
    answer = _answer(n=2, quality="medium")
    usage = json.loads(answer.body)["usage"]

    assert usage["output_tokens"] == 2 * 1_056 == answer.usage.image_completion_tokens
    assert usage["output_tokens_details"] == {"image_tokens": 2_112, "text_tokens": 0}
    assert usage["input_tokens"] == 2 * 5 == usage["input_tokens_details"]["text_tokens"]
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"] == answer.usage.total_tokens
    assert (answer.usage.images, answer.pictures) == (0, 2)


def test_a_request_tells_its_size_before_it_is_answered() -> None:
    prepared = images.prepare(call({"prompt": "A gate", "n": 3, "stream": True}, model="gpt-image-1"))

    assert (prepared.prompt_tokens, prepared.prompt_characters, prepared.stream) == (6, 6, True)


def test_dall_e_is_billed_by_the_picture() -> None:
    answer = _answer(model="dall-e-3")
    body = json.loads(answer.body)

    assert "usage" not in body
    assert "/simulator/pictures/1024x1024-" in body["data"][0]["url"]
    assert (answer.usage.images, answer.usage.total_tokens, answer.pictures) == (1, 0, 1)
    assert _answer(model="dall-e-2", n=3).usage.images == 3


def test_dall_e_may_send_the_picture_itself() -> None:
    body = json.loads(_answer(model="dall-e-3", response_format="b64_json", size="1024x1792").body)

    assert pictures.size_of(base64.b64decode(body["data"][0]["b64_json"])) == Size(1024, 1792)


def test_what_the_model_does_not_draw_is_400() -> None:
    with pytest.raises(AzureError):
        _answer(size="256x256")
