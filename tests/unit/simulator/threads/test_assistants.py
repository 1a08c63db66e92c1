from typing import Any

import pytest

from tests.unit.simulator.apis.keeping import Keeper
from tests.unit.simulator.settings_for_tests import deployment


def test_an_assistant_is_kept_as_it_was_asked_for_and_changed_in_part() -> None:
    keeper = Keeper()
    asked = {"model": "gpt-4o", "name": "a", "tools": [{"type": "file_search"}], "metadata": {"team": "x"}}
    made = keeper.post("assistants", asked).json

    assert made["id"].startswith("asst_")
    assert made == {
        "id": made["id"],
        "object": "assistant",
        "created_at": int(keeper.clock.seconds),
        "name": "a",
        "description": None,
        "model": "gpt-4o",
        "instructions": None,
        "tools": [{"type": "file_search"}],
        "top_p": 1.0,
        "temperature": 1.0,
        "reasoning_effort": None,
        "tool_resources": {},
        "metadata": {"team": "x"},
        "response_format": "auto",
    }
    changed = keeper.post(f"assistants/{made['id']}", {"name": "b", "temperature": 0}).json
    assert changed == made | {"name": "b", "temperature": 0.0}
    assert keeper.get(f"assistants/{made['id']}").json == changed


def test_the_list_is_cut_into_pages_in_both_directions() -> None:
    keeper = Keeper()
    made = [keeper.post("assistants", {"model": "gpt-4o"}).json["id"] for _ in range(5)]

    def listed(query: str) -> Any:
        return keeper.get(f"assistants?{query}").json

    first = listed("limit=2")
    assert [each["id"] for each in first["data"]] == [made[4], made[3]]
    assert (first["has_more"], first["last_id"]) == (True, made[3])
    assert [each["id"] for each in listed(f"limit=2&after={made[3]}")["data"]] == [made[2], made[1]]
    assert [each["id"] for each in listed(f"order=asc&limit=2&before={made[3]}")["data"]] == [made[1], made[2]]
    assert keeper.get("assistants?limit=101").error["param"] == "limit"


def test_what_was_deleted_is_not_found() -> None:
    keeper = Keeper()
    made = keeper.post("assistants", {"model": "gpt-4o"}).json["id"]

    assert keeper.delete(f"assistants/{made}").json == {"id": made, "object": "assistant.deleted", "deleted": True}
    gone = keeper.get(f"assistants/{made}")
    assert (gone.status, gone.error["message"]) == (404, f"No assistant found with id '{made}'.")


def test_an_assistant_of_another_resource_is_not_here() -> None:
    made = Keeper().post("assistants", {"model": "gpt-4o"}).json["id"]

    assert Keeper("westus").get(f"assistants/{made}").status == 404


@pytest.mark.parametrize(
    "asked,status,told",
    [
        ({}, 400, "model"),
        ({"model": "nobody"}, 404, "DeploymentNotFound"),
        ({"model": "embedding"}, 400, "OperationNotSupported"),
        ({"model": "gpt-4o", "name": "n" * 257}, 400, "string_above_max_length"),
        ({"model": "gpt-4o", "temperature": 3}, 400, "decimal_above_max_value"),
        ({"model": "gpt-4o", "tools": [{"type": "retrieval"}]}, 400, "tools[0].type"),
        ({"model": "gpt-4o", "tools": [{"type": "file_search"}, {"type": "function"}]}, 400, "tools[1].function"),
    ],
)
def test_what_is_no_assistant_is_refused(asked: dict[str, Any], status: int, told: str) -> None:
    keeper = Keeper(**{"gpt-4o": deployment(), "embedding": deployment("text-embedding-3-small")})
    refused = keeper.post("assistants", asked)

    assert refused.status == status
    assert told in refused.body.decode()


def test_an_assistant_that_would_not_fit_any_more_stays_as_it_was() -> None:
    keeper = Keeper()
    made = keeper.post("assistants", {"model": "gpt-4o", "name": "a"}).json
    keeper.resource._state.assistants._bytes_max = 1000

    assert keeper.post(f"assistants/{made['id']}", {"instructions": "x" * 1000}).error["code"] == "quotaExceeded"
    assert keeper.get(f"assistants/{made['id']}").json == made
