from tests.unit.simulator.apis.keeping import Keeper
from tests.unit.simulator.threads.crew import Crew


def test_a_thread_is_kept_with_its_messages_changed_and_deleted() -> None:
    keeper = Keeper()
    messages = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Good day"}]
    made = keeper.post("threads", {"messages": messages, "metadata": {"team": "x"}}).json
    path = f"threads/{made['id']}"

    assert made == {
        "id": made["id"],
        "object": "thread",
        "created_at": int(keeper.clock.seconds),
        "metadata": {"team": "x"},
        "tool_resources": {},
    }
    assert [each["role"] for each in keeper.get(f"{path}/messages").json["data"]] == ["assistant", "user"]
    assert keeper.post(path, {"metadata": {"team": "y"}}).json["metadata"] == {"team": "y"}
    assert keeper.delete(path).json == {"id": made["id"], "object": "thread.deleted", "deleted": True}
    gone = keeper.get(f"{path}/messages")
    assert (gone.status, gone.error["message"]) == (404, f"No thread found with id '{made['id']}'.")


def test_a_thread_with_a_bad_message_is_not_made() -> None:
    keeper = Keeper()

    assert keeper.post("threads", {"messages": [{"role": "user", "content": "a"}, {"role": "user"}]}).status == 400
    assert keeper.post("threads", {"messages": [{"role": "system", "content": "a"}]}).error["code"] == "invalid_value"
    assert len(keeper.resource._state.threads) == 0


def test_of_too_many_threads_the_one_used_longest_ago_is_forgotten() -> None:
    crew = Crew()
    shelf = crew.resource._state.threads
    shelf._count_max = 2
    second = crew.post("threads").json["id"]
    crew.get(f"threads/{crew.thread}")
    third = crew.post("threads").json["id"]

    assert crew.get(f"threads/{crew.thread}").status == crew.get(f"threads/{third}").status == 200
    assert crew.get(f"threads/{second}").status == 404
