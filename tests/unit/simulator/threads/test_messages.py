from tests.unit.simulator.threads.crew import Crew


def test_messages_are_listed_in_pages_read_changed_and_deleted() -> None:
    crew = Crew("one")
    second = crew.say("two", metadata={"a": "b"}).json
    path = f"threads/{crew.thread}/messages"

    assert crew.texts() == ["one", "two"]
    first_page = crew.get(f"{path}?limit=1").json
    assert (first_page["data"], first_page["has_more"]) == ([second], True)
    assert crew.get(f"{path}/{second['id']}").json == second
    assert (second["object"], second["status"], second["run_id"]) == ("thread.message", "completed", None)
    changed = crew.post(f"{path}/{second['id']}", {"metadata": {"c": "d"}}).json
    assert changed == second | {"metadata": {"c": "d"}}
    assert crew.delete(f"{path}/{second['id']}").json["object"] == "thread.message.deleted"
    assert crew.get(f"{path}/{second['id']}").error["message"] == f"No message found with id '{second['id']}'."
    assert crew.texts() == ["one"]


def test_what_a_run_wrote_can_be_asked_for_alone() -> None:
    crew = Crew()
    run = crew.done()

    (written,) = crew.get(f"threads/{crew.thread}/messages?run_id={run['id']}").json["data"]
    assert (written["role"], written["run_id"], written["assistant_id"]) == ("assistant", run["id"], crew.assistant)


def test_nothing_can_be_said_while_a_run_is_at_work() -> None:
    crew = Crew(slow=True)
    run_id = crew.run()

    refused = crew.say("Wait")
    words = f"Can't add messages to {crew.thread} while a run {run_id} is active."
    assert (refused.status, refused.error["message"]) == (400, words)
    crew.clock.seconds += 300
    assert crew.say("Now").status == 200
