import json

from msgspec import structs

from headgate.core.usage import Usage
from headgate.simulator.apis import response_items
from headgate.simulator.apis.response_items import Item
from headgate.simulator.apis.response_object import ResponseObject, escaped_json, pretty_json
from headgate.simulator.ids import ResponseIds
from headgate.simulator.shapes import shapes_of
from headgate.simulator.writing import Written
from tests.unit.simulator.apis.calls import call

IDS = ResponseIds(1_774_962_746)
WRITTEN = response_items.of_message(IDS, Written(tokens=["Hello", " there"], finish="stop"), [])
USAGE = Usage(prompt_tokens=3, completion_tokens=2)


def _response(*items: Item, seconds: float = 0.0) -> ResponseObject:
    return ResponseObject(
        call=call({}), request={}, response_id=IDS.new("resp"), items=list(items), usage=USAGE, seconds=seconds
    )


def test_in_progress_nothing_is_known_yet() -> None:
    state = _response(WRITTEN).state("in_progress")

    assert (state["status"], state["output"], state["usage"]) == ("in_progress", [], None)
    assert (state["content_filters"], state["service_tier"]) == (None, "auto")


def test_from_july_2026_on_it_tells_of_moderation_caching_and_reasoning() -> None:
    for model, effort, context, retention in (
        ("gpt-5.4", "none", "current_turn", "in_memory"),
        ("gpt-5.5", "medium", "current_turn", "24h"),
        ("gpt-5.6-sol", "medium", "all_turns", "in_memory"),
    ):
        asked = structs.replace(call({}, model=model), shapes=shapes_of("2026-07", model=model))
        response = ResponseObject(call=asked, request={}, response_id="resp_1", items=[], usage=USAGE)
        state = response.state("in_progress")

        assert (state["moderation"], state["prompt_cache_retention"]) == (None, retention)
        assert state["reasoning"] == {"context": context, "effort": effort, "mode": "standard", "summary": None}
        assert "tool_usage" not in state


def test_what_is_asked_of_reasoning_is_told_again() -> None:
    asked = structs.replace(call({}, model="gpt-5.4"), shapes=shapes_of("2026-07"))
    request = {"reasoning": {"context": "all_turns"}}
    response = ResponseObject(call=asked, request=request, response_id="resp_1", items=[], usage=USAGE)

    assert response.state("in_progress")["reasoning"]["context"] == "all_turns"


def test_its_newer_members_stand_where_they_were_recorded_in_august_2026() -> None:
    asked = structs.replace(call({}, model="gpt-5-nano"), shapes=shapes_of("2026-08"))
    names = list(ResponseObject(call=asked, request={}, response_id="r", items=[], usage=USAGE).finished())

    assert names[names.index("model") + 1] == "moderation"
    assert names[names.index("tool_choice") + 1] == "tool_usage"
    assert names[-1] == "metadata"


def test_of_a_prompt_that_brings_results_the_filter_says_nothing() -> None:
    request = {"input": [{"role": "user", "content": "?"}, {"type": "function_call_output", "output": "fog"}]}
    response = ResponseObject(call=call({}), request=request, response_id="r", items=[WRITTEN], usage=USAGE)

    assert [each["source_type"] for each in response.finished()["content_filters"]] == ["completion"]


def test_some_members_came_with_the_months() -> None:
    had = {}
    for month in ("2025-12", "2026-02", "2026-04"):
        asked = structs.replace(call({}), shapes=shapes_of(month))
        response = ResponseObject(call=asked, request={}, response_id="r", items=[WRITTEN], usage=USAGE)
        had[month] = {"completed_at", "frequency_penalty", "presence_penalty"} & set(response.finished())

    assert had == {
        "2025-12": set(),
        "2026-02": {"completed_at"},
        "2026-04": {"completed_at", "frequency_penalty", "presence_penalty"},
    }


def test_finished_it_has_output_filters_and_usage() -> None:
    finished = _response(WRITTEN).finished()

    assert finished["usage"]["total_tokens"] == 5
    assert finished["service_tier"] == "default"
    assert [each["source_type"] for each in finished["content_filters"]] == ["prompt", "completion"]
    assert finished["content_filters"][1]["content_filter_offsets"]["end_offset"] == len("Hello there")


def test_its_id_stays_the_same_in_all_states() -> None:
    response = _response(WRITTEN)

    finished = json.loads(pretty_json(response.finished()))
    assert finished["id"] == response.state("in_progress")["id"] == response.id


def test_without_a_last_word_it_is_incomplete() -> None:
    finished = _response(response_items.of_reasoning(IDS, 8, sealed=None, summary="")).finished()

    assert finished["status"] == "incomplete"
    assert finished["incomplete_details"] == {"reason": "max_output_tokens"}


def test_in_the_background_it_is_done_in_its_time() -> None:
    response, created = _response(WRITTEN, seconds=5), 1_774_962_746

    seen = [response.at(created + seconds, None)["status"] for seconds in (-1, 0, 4, 5)]
    assert seen == ["queued", "in_progress", "in_progress", "completed"]
    assert response.at(created + 9, created + 1.0)["status"] == "cancelled"


def test_text_beyond_ascii_is_escaped() -> None:
    assert escaped_json("😊") == b'"\\ud83d\\ude0a"'
