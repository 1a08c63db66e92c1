"""What is seen of a run while time passes: two seconds to the first token, half a second for each further one."""

from tests.unit.simulator.threads.crew import LOOK, Crew, calls_of

FOUR_TOKENS = "Reply with exactly: one two three four"


def test_a_run_is_queued_then_in_progress_then_completed() -> None:
    crew = Crew(FOUR_TOKENS, slow=True)
    began = int(crew.clock.seconds)
    run_id = crew.run()
    assert crew.look(run_id)["status"] == "queued"
    assert crew.steps(run_id) == []

    crew.clock.seconds += 2
    run = crew.look(run_id)
    assert (run["status"], run["started_at"], run["usage"]) == ("in_progress", began + 2, None)
    (step,) = crew.steps(run_id)
    message = crew.messages()[-1]
    assert (step["status"], step["step_details"]["message_creation"]["message_id"]) == ("in_progress", message["id"])
    assert (message["status"], message["content"]) == ("in_progress", [])

    crew.clock.seconds += 1.5
    run = crew.look(run_id)
    assert (run["status"], run["completed_at"]) == ("completed", began + 3)
    message = crew.messages()[-1]
    assert (message["status"], message["completed_at"]) == ("completed", began + 3)
    assert crew.texts()[-1] == "one two three four"


def test_what_was_written_when_a_run_is_cancelled_stays() -> None:
    crew = Crew(FOUR_TOKENS, slow=True)
    run_id = crew.run()
    crew.clock.seconds += 2.5
    crew.post(f"threads/{crew.thread}/runs/{run_id}/cancel")
    crew.clock.seconds += 60

    assert crew.look(run_id)["status"] == "cancelled"
    (step,) = crew.steps(run_id)
    message = crew.messages()[-1]
    assert step["status"] == "cancelled"
    assert step["cancelled_at"] == int(crew.clock.seconds - 60)
    assert (message["status"], message["incomplete_details"]) == ("incomplete", {"reason": "run_cancelled"})
    assert crew.texts()[-1] == "one two"


def test_a_run_whose_outputs_do_not_come_expires_after_ten_minutes() -> None:
    crew = Crew(tools=[LOOK])
    began = int(crew.clock.seconds)
    waiting = crew.done()
    crew.clock.seconds += 601

    assert crew.look(waiting["id"])["status"] == "expired"
    (step,) = crew.steps(waiting["id"])
    assert (step["status"], step["expired_at"]) == ("expired", began + 600)
    refused = crew.submit(waiting["id"], {calls_of(waiting)[0]["id"]: "late"}).error["message"]
    assert refused == 'Runs in status "expired" do not accept tool outputs.'


def test_a_run_that_takes_longer_than_ten_minutes_expires_in_the_middle() -> None:
    crew = Crew("Reply with exactly: " + "word " * 2000, slow=True)
    run_id = crew.run()
    crew.clock.seconds += 900

    assert crew.look(run_id)["status"] == "expired"
    message = crew.messages()[-1]
    assert message["incomplete_details"] == {"reason": "run_expired"}
    assert len(crew.texts()[-1].split()) == 1 + int((600 - 2) / 0.5)


def test_a_message_that_is_deleted_while_it_is_written_does_not_come_back() -> None:
    crew = Crew(FOUR_TOKENS, slow=True)
    run_id = crew.run()
    crew.clock.seconds += 2
    crew.delete(f"threads/{crew.thread}/messages/{crew.messages()[-1]['id']}")
    crew.clock.seconds += 9

    assert crew.look(run_id)["status"] == "completed"
    assert crew.texts() == [FOUR_TOKENS]
