import base64
from typing import Any

import pytest

from headgate.simulator.apis import parts
from headgate.simulator.apis.parts import BesideText
from headgate.simulator.media import drawing, reading_aloud
from headgate.simulator.media.pictures import Size
from tests.unit.simulator.apis.keeping import Keeper


def _inline(picture: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(picture).decode()


def _counted(*found: Any, model: str = "gpt-4o") -> BesideText:
    return parts.beside_text([list(found)], model)


def test_text_costs_nothing_here() -> None:
    assert parts.beside_text(["words", None, [{"type": "text", "text": "words"}]], "gpt-4o") == BesideText()


def test_a_picture_costs_by_its_real_size() -> None:
    """Recorded: 640 by 480 is 425 for gpt-4o."""
    url = _inline(drawing.drawn("png", Size(640, 480), 0))

    assert _counted({"type": "image_url", "image_url": {"url": url}}).image == 425
    assert _counted({"type": "input_image", "image_url": url}).image == 425
    assert _counted({"type": "image_url", "image_url": {"url": url, "detail": "low"}}).image == 85


def test_a_picture_that_is_not_seen_is_taken_for_a_usual_one() -> None:
    for url in ("https://example.com/a.png", "data:image/png;base64,AAAA", "data:image/png;base64,=", 5, None):
        assert _counted({"type": "image_url", "image_url": {"url": url}}).image == 765
    assert _counted({"type": "input_image", "file_id": "file-1"}).image == 765


def test_a_recording_costs_by_its_length() -> None:
    data = base64.b64encode(reading_aloud.wav(bytes(48_000))).decode()

    assert _counted({"type": "input_audio", "input_audio": {"data": data, "format": "wav"}}).audio == 10
    assert _counted({"type": "input_audio"}, {"type": "input_audio", "input_audio": {"data": "!"}}).audio == 2


def test_marks_weigh_as_much_as_their_parts_and_differ_as_they_do() -> None:
    one, other = ({"type": "image_url", "image_url": {"url": f"https://example.com/{name}.png"}} for name in "ab")
    marks = _counted(one).marks

    assert len(marks) == pytest.approx(4 * 765, abs=8)
    assert _counted(one).marks == marks
    assert _counted(other).marks[:8] != marks[:8]
    assert _counted({"type": "text", "text": "words"}).marks == ""


def test_what_else_there_is_has_a_price_too() -> None:
    counted = _counted({"type": "file"}, {"type": "image_url", "image_url": {"url": "", "detail": "low"}})

    assert (counted.other, counted.total) == (50, 135)


@pytest.mark.parametrize(
    "content,param",
    [
        ([7], "messages[1].content[0]"),
        ([{"text": "a"}], "messages[1].content[0].type"),
        ([{"type": []}], "messages[1].content[0].type"),
        ([{"type": "text", "text": {}}], "messages[1].content[0].text"),
    ],
)
def test_parts_that_are_none_are_refused_with_their_place(content: Any, param: str) -> None:
    messages = [{"role": "user", "content": "Hello"}, {"role": "user", "content": content}]
    refused = Keeper().post("chat/completions", {"model": "gpt-4o", "messages": messages})

    assert (refused.status, refused.error["param"]) == (400, param)
