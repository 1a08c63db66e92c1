import json
from typing import Any

from headgate.simulator.settings import LatencySettings
from tests.unit.simulator.apis.keeping import Keeper, Said
from tests.unit.simulator.settings_for_tests import deployment

SLOW = LatencySettings(first_token_seconds=1, between_tokens_seconds=0.1)


def _ask(keeper: Keeper, text: str = "Hello", **asked: Any) -> Said:
    return keeper.post("responses", {"model": "gpt-4o", "input": text, **asked})


def test_a_response_is_kept_read_and_deleted() -> None:
    keeper = Keeper()
    made = _ask(keeper).json

    assert keeper.get(f"responses/{made['id']}").json == made
    assert keeper.get(f"/openai/responses/{made['id']}?api-version=2025-04-01-preview").json == made
    assert keeper.delete(f"responses/{made['id']}").json == {"id": made["id"], "object": "response", "deleted": True}
    assert keeper.get(f"responses/{made['id']}").status == 404


def test_a_response_that_is_not_to_be_kept_is_not() -> None:
    keeper = Keeper()
    made = _ask(keeper, store=False).json

    assert made["store"] is False
    assert keeper.get(f"responses/{made['id']}").status == 404


def test_a_conversation_goes_on_and_is_counted_whole() -> None:
    keeper = Keeper()
    first = _ask(keeper, "My name is Ada and I keep the gate.").json
    second = _ask(keeper, "What is my name?", previous_response_id=first["id"]).json

    alone = _ask(keeper, "What is my name?").json
    assert second["previous_response_id"] == first["id"]
    assert second["usage"]["input_tokens"] > alone["usage"]["input_tokens"] + first["usage"]["output_tokens"]


def test_an_earlier_response_of_another_resource_is_unknown() -> None:
    first = _ask(Keeper("westus")).json
    said = _ask(Keeper("eastus"), previous_response_id=first["id"])

    assert (said.status, said.error["code"]) == (400, "previous_response_not_found")


def test_its_input_is_listed() -> None:
    keeper = Keeper()
    made = _ask(keeper, "Hello").json

    (item,) = keeper.get(f"responses/{made['id']}/input_items").json["data"]
    assert (item["role"], item["content"]) == ("user", [{"type": "input_text", "text": "Hello"}])
    assert item["id"].startswith("msg_")


def test_in_the_background_it_is_done_in_its_time() -> None:
    keeper = Keeper(**{"gpt-4o": deployment(latency=SLOW)})
    made = _ask(keeper, background=True).json
    assert (made["status"], made["background"]) == ("queued", True)

    def status() -> str:
        shown: str = keeper.get(f"responses/{made['id']}").json["status"]
        return shown

    assert status() == "queued"
    keeper.clock.seconds += 1
    assert status() == "in_progress"
    keeper.clock.seconds += 60
    assert status() == "completed"
    assert keeper.post(f"responses/{made['id']}/cancel").json["status"] == "completed"


def test_only_what_runs_in_the_background_can_be_cancelled_and_twice_is_once() -> None:
    keeper = Keeper(**{"gpt-4o": deployment(latency=SLOW)})
    made = _ask(keeper, background=True).json

    assert keeper.post(f"responses/{made['id']}/cancel").json["status"] == "cancelled"
    assert keeper.post(f"responses/{made['id']}/cancel").json["status"] == "cancelled"
    assert keeper.post(f"responses/{_ask(keeper).json['id']}/cancel").status == 400
    assert _ask(keeper, background=True, store=False).error["param"] == "background"


def test_a_stream_is_taken_up_after_a_number() -> None:
    keeper = Keeper()
    streamed = _ask(keeper, stream=True, background=True).body.decode()
    events = [json.loads(line[6:]) for line in streamed.splitlines() if line.startswith("data: ")]
    response_id = events[0]["response"]["id"]

    resumed = keeper.get(f"responses/{response_id}?stream=true&starting_after=3").body.decode()

    assert [event["type"] for event in events[:3]] == ["response.created", "response.queued", "response.in_progress"]
    numbers = [json.loads(line[6:])["sequence_number"] for line in resumed.splitlines() if line.startswith("data: ")]
    assert numbers == list(range(4, len(events)))
    assert keeper.get(f"responses/{_ask(keeper).json['id']}?stream=true").error["param"] == "stream"
