import base64
import json
from typing import Any

from headgate.simulator.answer import Answer
from headgate.simulator.apis import images
from tests.unit.simulator.apis.calls import call


def _answer(model: str = "gpt-image-1", **members: Any) -> Answer:
    return images.prepare(call({"prompt": "A gate in a river", **members}, model=model)).compose(0)


def test_a_picture_is_a_png() -> None:
    (image,) = json.loads(_answer().body)["data"]

    assert base64.b64decode(image["b64_json"]).startswith(b"\x89PNG")


def test_gpt_image_is_billed_by_tokens() -> None:
    answer = _answer(n=2, quality="low")
    usage = json.loads(answer.body)["usage"]

    assert usage["output_tokens"] == 2 * 272 == answer.usage.image_completion_tokens
    assert answer.usage.images == 0
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"] == answer.usage.total_tokens


def test_dall_e_is_billed_by_the_picture() -> None:
    answer = _answer(model="dall-e-3")
    body = json.loads(answer.body)

    assert "usage" not in body
    assert body["data"][0]["url"].startswith("https://")
    assert (answer.usage.images, answer.usage.total_tokens) == (1, 0)


def test_dall_e_may_send_the_picture_itself() -> None:
    assert "b64_json" in json.loads(_answer(model="dall-e-3", response_format="b64_json").body)["data"][0]
