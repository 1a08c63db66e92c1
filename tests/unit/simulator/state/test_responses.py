from typing import Any

from headgate.simulator.state.responses import ConnectionResponses, StoredResponse, conversation
from headgate.simulator.state.shelf import Shelf


def _stored(response_id: str, previous_id: str = "") -> StoredResponse:
    items: list[dict[str, Any]] = [{"id": f"in-{response_id}"}]
    return StoredResponse(
        id=response_id,
        previous_id=previous_id,
        input_items=items,
        output_items=[{"id": f"out-{response_id}"}],
        shown=lambda _now, _cancelled: {},
        events=None,
    )


def test_a_conversation_is_read_from_its_beginning_without_what_was_deleted() -> None:
    shelf: Shelf[StoredResponse] = Shelf("responses", count_max=9, bytes_max=9)
    for stored in (_stored("a"), _stored("b", "a"), _stored("c", "b")):
        shelf.put(stored.id, stored, size=0)
    last = _stored("d", "c")

    assert [item["id"] for item in conversation(shelf, last)][:4] == ["in-a", "out-a", "in-b", "out-b"]
    shelf.remove("b")
    assert [item["id"] for item in conversation(shelf, last)] == ["in-c", "out-c", "in-d", "out-d"]


def test_a_connection_remembers_its_last_response_until_one_fails() -> None:
    connection = ConnectionResponses()
    assert connection.conversation("") is None
    connection.remember("a", [{"id": "1"}], continued="", more=1)
    connection.remember("b", [{"id": "2"}], continued="", more=1)

    assert connection.conversation("a") is None
    assert connection.conversation("b") == [{"id": "2"}]
    connection.forget()
    assert connection.conversation("b") is None


def test_a_conversation_that_has_become_too_long_is_not_remembered() -> None:
    connection = ConnectionResponses()
    connection.remember("a", [], continued="", more=30_000_000)
    connection.remember("b", [], continued="", more=30_000_000)
    assert connection.conversation("b") == []

    connection.remember("c", [], continued="b", more=30_000_000)
    assert connection.conversation("c") is None
