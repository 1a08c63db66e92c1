"""What a conversation keeps: order, counting, limits."""

import base64
from typing import Any

import pytest

from headgate.simulator.apis.call import convert
from headgate.simulator.errors import AzureError
from headgate.simulator.realtime import items, sound
from headgate.simulator.realtime.asks import ItemAsk
from headgate.simulator.realtime.items import Item, Items

SETTINGS: dict[str, Any] = {"instructions": "", "tools": []}


def item(name: str, text: str = "Hello", **members: Any) -> Item:
    return Item({"id": name, "type": "message", "role": "user", "content": [{"text": text}]}, text=text, **members)


def made(**raw: Any) -> Item:
    return items.made(convert(raw, ItemAsk), raw, kind=sound.PCM)


def refused(code: str, **raw: Any) -> str:
    with pytest.raises(AzureError) as found:
        made(**raw)
    assert f'"code":"{code}"' in found.value.body.decode()
    return found.value.body.decode()


def test_items_stand_where_the_client_wants_them() -> None:
    kept = Items()

    assert kept.add(item("b")) is None
    assert kept.add(item("c")) == "b"
    assert kept.add(item("a"), after="root") is None
    assert kept.add(item("bb"), after="b") == "b"
    assert [each.id for each in kept.listed()] == ["a", "b", "bb", "c"]
    assert kept.before("bb") == "b"
    assert kept.before("gone") is None


def test_the_first_item_is_not_named_as_the_one_before_an_answer_that_is_done() -> None:
    kept = Items()
    for name in ("a", "b", "c"):
        kept.add(item(name))

    assert [kept.before_model(name) for name in ("b", "c", "gone")] == [None, "b", None]
    assert Items().before_model("gone") is None


def test_what_is_deleted_is_gone_and_its_id_is_free() -> None:
    kept = Items()
    kept.add(item("a"))
    with pytest.raises(AzureError, match="item_create_duplicate_item_id"):
        kept.add(item("a"))
    kept.delete("a")

    assert kept.add(item("a")) is None
    with pytest.raises(AzureError, match="item_delete_invalid_item_id"):
        kept.delete("b")


def test_a_conversation_has_a_limit_in_items_and_in_bytes() -> None:
    kept = Items()
    half = "x" * (items.BYTES_MAX // 2)
    kept.add(item("a", half))
    with pytest.raises(AzureError, match="conversation_too_large"):
        kept.add(item("b", half))
    kept.delete("a")
    for number in range(items.ITEMS_MAX):
        kept.add(item(f"n{number}", ""))

    with pytest.raises(AzureError, match="too_many_items"):
        kept.add(item("last", ""))


def test_sound_and_pictures_are_counted_and_sound_is_not_shown() -> None:
    audio = base64.b64encode(bytes(48_000)).decode()
    heard = made(type="message", role="user", content=[{"type": "input_audio", "audio": audio}])
    seen = made(type="message", role="user", content=[{"type": "input_image", "image_url": "data:image/png;base64,"}])

    assert heard.audio_tokens == items.INPUT_TOKENS_PER_SECOND
    assert heard.shown["content"] == [{"type": "input_audio", "transcript": None}]
    assert seen.image_tokens > 0


def test_what_does_not_go_together_is_refused() -> None:
    assert "item.content[0].type" in refused(
        "invalid_value", type="message", role="system", content=[{"type": "input_audio", "audio": ""}]
    )
    assert "item.call_id" in refused("missing_required_parameter", type="function_call_output", output="fog")
    assert "item.content[0].audio" in refused(
        "invalid_base64", type="message", role="user", content=[{"type": "input_audio", "audio": "!"}]
    )


def test_a_prompt_that_is_too_long_loses_its_oldest_items() -> None:
    listed = [item(f"n{number}", f"word {number}") for number in range(50)]
    whole = items.prompt_of(listed, SETTINGS, tokens_max=10_000)
    cut = items.prompt_of(listed, SETTINGS, tokens_max=whole.token_count // 2)

    assert cut.token_count <= whole.token_count // 2
    assert cut.text.endswith("word 49")
    assert "word 0\n" not in cut.text
    assert items.prompt_of(listed[-1:], SETTINGS, tokens_max=1).text.endswith("word 49")


def test_what_is_spoken_counts_as_sound_and_not_as_text_as_well() -> None:
    written = items.prompt_of([item("a", "a long answer of many words")], SETTINGS, tokens_max=100)
    spoken = items.prompt_of([item("a", "a long answer of many words", audio_tokens=7)], SETTINGS, tokens_max=100)

    assert spoken.audio_tokens == 7
    assert spoken.text_tokens < written.text_tokens
