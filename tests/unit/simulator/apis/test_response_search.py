from typing import Any

from tests.unit.simulator.apis.keeping import Keeper

DAM = b"The north dam was built in 1911. Its spillway opens at 4.2 metres."


def _ask(keeper: Keeper, store_id: str, **asked: Any) -> Any:
    tool = {"type": "file_search", "vector_store_ids": [store_id], **asked.pop("tool", {})}
    body = {"model": "gpt-4o", "input": "At what level does the spillway open?", "tools": [tool], **asked}
    return keeper.post("responses", body)


def test_the_files_are_searched_and_quoted() -> None:
    keeper = Keeper()
    file_id = keeper.file(DAM)
    store_id = keeper.post("vector_stores", {"file_ids": [file_id]}).json["id"]

    search, message = _ask(keeper, store_id, include=["file_search_call.results"]).json["output"]

    assert (search["type"], search["status"]) == ("file_search_call", "completed")
    assert search["results"][0]["file_id"] == file_id
    (part,) = message["content"]
    assert part["text"] == "Its spillway opens at 4.2 metres."
    assert part["annotations"][0]["file_id"] == file_id


def test_a_stream_shows_the_search_before_the_text() -> None:
    keeper = Keeper()
    store_id = keeper.post("vector_stores", {"file_ids": [keeper.file(DAM)]}).json["id"]
    streamed = _ask(keeper, store_id, stream=True).body.decode()

    kinds = [line.removeprefix("event: response.") for line in streamed.splitlines() if line.startswith("event: ")]
    assert kinds[2:7] == [
        "output_item.added",
        "file_search_call.in_progress",
        "file_search_call.searching",
        "file_search_call.completed",
        "output_item.done",
    ]
    assert "output_text.annotation.added" in kinds


def test_nothing_found_is_said() -> None:
    keeper = Keeper()
    store_id = keeper.post("vector_stores", {}).json["id"]
    _, message = _ask(keeper, store_id).json["output"]

    assert "nothing" in message["content"][0]["text"]


def test_a_store_of_another_resource_and_a_wrong_filter_are_400() -> None:
    keeper = Keeper()
    store_id = keeper.post("vector_stores", {}).json["id"]

    assert "vs_x" in _ask(keeper, "vs_x").error["message"]
    assert _ask(keeper, store_id, tool={"filters": {"type": "like"}}).error["param"] == "tools"
