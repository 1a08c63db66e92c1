import json
from typing import Any

from headgate.simulator.answer import Answer
from headgate.simulator.apis import image_drawing
from headgate.simulator.apis.image_ask import ImageAsk
from headgate.simulator.apis.image_drawing import Prompt, output_tokens
from headgate.simulator.media.pictures import Size
from tests.unit.simulator.apis.calls import events_of


def _drawn(**members: Any) -> Answer:
    ask = ImageAsk(**{"prompt": "A gate", "quality": "low", **members})
    return image_drawing.draw(ask, Prompt(text_tokens=45, image_tokens=194), 1_774_962_746, "image_edit")


def test_names_of_an_answer_come_as_recorded() -> None:
    body = json.loads(_drawn().body)

    assert list(body) == ["created", "background", "data", "output_format", "quality", "size", "usage"]
    assert body["usage"]["input_tokens_details"] == {"image_tokens": 194, "text_tokens": 45}


def test_every_picture_is_another() -> None:
    first, second = json.loads(_drawn(n=2).body)["data"]

    assert first != second
    assert json.loads(_drawn().body)["data"] == [first]


def test_larger_pictures_cost_more() -> None:
    assert output_tokens(Size(1024, 1536), "high") == 6_240
    assert output_tokens(Size(2048, 1024), "low") == 544


def test_a_stream_shows_sketches_before_the_picture() -> None:
    answer = _drawn(stream=True, partial_images=2)
    *sketches, last = events_of(answer)

    assert [event["type"] for event in sketches] == ["image_edit.partial_image"] * 2
    assert [event["partial_image_index"] for event in sketches] == [0, 1]
    assert last["type"] == "image_edit.completed"
    assert len({event["b64_json"] for event in (*sketches, last)}) == 3
    assert last["b64_json"] == json.loads(_drawn().body)["data"][0]["b64_json"]
    assert answer.sketches == 2


def test_sketches_cost_a_hundred_tokens_each() -> None:
    answer = _drawn(stream=True, partial_images=3)
    last = events_of(answer)[-1]

    assert last["usage"]["output_tokens"] == 272 + 300 == answer.usage.completion_tokens
    assert last["usage"]["input_tokens"] == 239
    assert "output_tokens_details" not in last["usage"]


def test_every_token_is_in_some_event() -> None:
    answer = _drawn(stream=True, partial_images=3, n=2)
    assert answer.events is not None
    events = list(answer.events)

    assert len(events) == 8
    assert sum(count for _, count in events) == answer.usage.completion_tokens
    assert events[0][0].startswith(b"event: image_edit.partial_image\ndata: {")


def test_a_stream_without_sketches_is_one_event() -> None:
    (only,) = events_of(_drawn(stream=True))

    assert (only["type"], only["size"], only["background"]) == ("image_edit.completed", "1024x1024", "opaque")
