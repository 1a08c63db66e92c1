import json

from headgate.core.usage import Usage
from headgate.simulator.apis.response_object import ResponseObject, escaped_json
from headgate.simulator.ids import ResponseIds
from headgate.simulator.writing import Written
from tests.unit.simulator.apis.calls import call

WRITTEN = Written(tokens=["Hello", " there"], finish="stop")


def _response() -> ResponseObject:
    return ResponseObject(call=call({}), request={}, ids=ResponseIds(1_774_962_746))


def test_in_progress_nothing_is_known_yet() -> None:
    state = _response().state("in_progress")

    assert (state["status"], state["output"], state["usage"], state["content_filters"]) == (
        "in_progress",
        [],
        None,
        None,
    )
    assert state["service_tier"] == "auto"


def test_finished_it_has_output_filters_and_usage() -> None:
    finished = _response().finished(WRITTEN, Usage(prompt_tokens=3, completion_tokens=2))

    assert finished["usage"]["total_tokens"] == 5
    assert finished["service_tier"] == "default"
    assert [each["source_type"] for each in finished["content_filters"]] == ["prompt", "completion"]
    assert finished["content_filters"][1]["content_filter_offsets"]["end_offset"] == len("Hello there")


def test_its_ids_stay_the_same_in_all_states() -> None:
    response = _response()

    finished = json.loads(response.finished_json(WRITTEN, Usage()))
    assert finished["id"] == response.state("in_progress")["id"]
    assert finished["output"][0]["id"] == response.message_id


def test_text_beyond_ascii_is_escaped() -> None:
    assert escaped_json("😊") == b'"\\ud83d\\ude0a"'
