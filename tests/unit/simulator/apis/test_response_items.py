from headgate.simulator.apis import response_items
from headgate.simulator.ids import ResponseIds
from headgate.simulator.writing import Written

IDS = ResponseIds(1_774_962_746)


def test_an_item_knows_its_text_and_its_ids_share_a_prefix() -> None:
    message = response_items.of_message(IDS, Written(tokens=["Hello", " there"], finish="length"), [])
    function = response_items.of_call(IDS, Written(tokens=["{}"], finish="tool_calls", tool="open_gate"))

    assert (message.text, message.done["status"]) == ("Hello there", "incomplete")
    assert (function.done["name"], function.done["arguments"]) == ("open_gate", "{}")
    assert message.done["id"].split("_")[1][:18] == function.done["id"].split("_")[1][:18]


def test_reasoning_shows_only_what_was_asked_for() -> None:
    bare = response_items.of_reasoning(IDS, 8, sealed=None, summary="")
    whole = response_items.of_reasoning(IDS, 8, sealed="gAAAAA", summary="I think.")

    assert set(bare.done) == {"id", "type", "summary"}
    assert whole.done["encrypted_content"] == "gAAAAA"
    assert whole.done["summary"] == [{"type": "summary_text", "text": "I think."}]


def test_phase_and_content_are_told_where_the_month_has_them() -> None:
    message = response_items.of_message(IDS, Written(tokens=["Hello"], finish="stop"), [], phase="final_answer")
    thought = response_items.of_reasoning(IDS, 8, sealed=None, summary="", with_content=True)

    assert list(message.done) == ["id", "type", "status", "content", "phase", "role"]
    assert list(thought.done) == ["id", "type", "content", "summary"]
