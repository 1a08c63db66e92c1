from typing import Any

import pytest

from tests.unit.simulator.apis.keeping import Keeper
from tests.unit.simulator.threads.crew import Crew


def _assistant(keeper: Keeper, **resources: Any) -> Any:
    return keeper.post("assistants", {"model": "gpt-4o", "tool_resources": resources})


def test_files_and_stores_that_are_here_can_be_used_and_described_stores_are_made() -> None:
    keeper = Keeper()
    file_id = keeper.file(b"text")
    made = _assistant(
        keeper,
        code_interpreter={"file_ids": [file_id]},
        file_search={"vector_stores": [{"file_ids": [file_id], "metadata": {"a": "b"}}]},
    ).json["tool_resources"]

    (store_id,) = made["file_search"]["vector_store_ids"]
    assert made["code_interpreter"] == {"file_ids": [file_id]}
    assert keeper.get(f"vector_stores/{store_id}").json["file_counts"]["completed"] == 1
    again = _assistant(keeper, file_search={"vector_store_ids": [store_id]}).json
    assert again["tool_resources"] == {"file_search": {"vector_store_ids": [store_id]}}


@pytest.mark.parametrize(
    "resources,status",
    [
        ({"code_interpreter": {"file_ids": ["file-x"]}}, 404),
        ({"file_search": {"vector_store_ids": ["vs_x"]}}, 404),
        ({"file_search": {"vector_store_ids": ["vs_x", "vs_y"]}}, 400),
        ({"code_interpreter": {"file_ids": ["file-x"] * 21}}, 400),
    ],
)
def test_what_is_not_here_or_too_much_is_refused(resources: dict[str, Any], status: int) -> None:
    assert _assistant(Keeper(), **resources).status == status


def test_a_file_that_comes_with_a_message_goes_to_the_tools_it_names() -> None:
    crew = Crew()
    first, second = crew.file(b"The dam is high."), crew.file(b"The weir is low.")
    both = [{"type": "file_search"}, {"type": "code_interpreter"}]
    said = crew.say("Read", attachments=[{"file_id": first, "tools": both}]).json
    crew.say("Read", attachments=[{"file_id": second, "tools": both[:1]}])

    resources = crew.get(f"threads/{crew.thread}").json["tool_resources"]
    (store,) = resources["file_search"]["vector_store_ids"]
    assert said["attachments"] == [{"file_id": first, "tools": both}]
    assert resources["code_interpreter"] == {"file_ids": [first]}
    assert crew.get(f"vector_stores/{store}").json["file_counts"]["total"] == 2
    assert crew.say("Read", attachments=[{"file_id": "file-x", "tools": both}]).status == 404


def test_a_store_that_was_made_for_a_thread_ends_a_week_after_it_was_used_last() -> None:
    crew = Crew("Where is the weir?", tools=[{"type": "file_search"}])
    file = {"file_id": crew.file(b"The weir is north."), "tools": [{"type": "file_search"}]}
    crew.say("Where is the weir?", attachments=[file])
    (store,) = crew.get("vector_stores").json["data"]
    assert store["expires_after"] == {"anchor": "last_active_at", "days": 7}

    crew.clock.seconds += 6 * 86_400
    crew.done()
    assert crew.texts()[-1].startswith("The weir is north.")
    crew.clock.seconds += 6 * 86_400
    assert crew.get(f"vector_stores/{store['id']}").status == 200, "the run has used it"
    crew.clock.seconds += 86_401
    crew.say("Where is the weir?")
    run = crew.done()
    assert [each["type"] for each in crew.steps(run["id"])] == ["message_creation"], "there is nothing to search"
