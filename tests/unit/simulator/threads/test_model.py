import json
from typing import Any

import pytest

from headgate.simulator.exchange import Request
from headgate.simulator.faults import Fault
from tests.unit.simulator.apis.keeping import V1
from tests.unit.simulator.settings_for_tests import KEY, deployment
from tests.unit.simulator.threads.crew import Crew


def test_a_run_that_the_limiter_refuses_fails() -> None:
    crew = Crew(model=deployment(requests_per_minute=1, tokens_per_minute=100_000))

    assert crew.done()["status"] == "completed"
    failed = crew.done()
    assert (failed["status"], failed["last_error"]["code"]) == ("failed", "rate_limit_exceeded")
    assert failed["last_error"]["message"] == "Rate limit is exceeded. Try again in 60 seconds."
    assert failed["failed_at"] == int(crew.clock.seconds)
    assert crew.legs().requests == {"200": 1, "429": 1}


@pytest.mark.parametrize(
    "kind,status,code",
    [("content_filter", "400", "invalid_prompt"), ("stream_error", "500", "server_error")],
)
def test_what_goes_wrong_in_the_model_fails_the_run(kind: Any, status: str, code: str) -> None:
    crew = Crew()
    crew.faults.add(Fault(kind=kind, api="threads.runs.create"))
    failed = crew.done()

    assert (failed["status"], failed["last_error"]["code"]) == ("failed", code)
    assert failed["usage"]["total_tokens"] == 0
    assert crew.legs().requests == {status: 1}


def test_what_the_filter_stops_in_the_middle_is_incomplete() -> None:
    crew = Crew("Reply with exactly: one two three four")
    crew.faults.add(Fault(kind="content_filter_completion", after=2))
    run = crew.done()

    assert (run["status"], run["incomplete_details"]) == ("incomplete", {"reason": "content_filter"})
    assert crew.messages()[-1]["incomplete_details"] == {"reason": "content_filter"}
    assert crew.texts()[-1] == "one two"


@pytest.mark.parametrize("fault,status", [(Fault(kind="status", status=503), 503), (Fault(kind="high_demand"), 429)])
def test_a_request_that_is_refused_starts_no_run(fault: Fault, status: int) -> None:
    crew = Crew()
    crew.faults.add(fault)

    assert crew.start().status == status
    assert crew.get(f"threads/{crew.thread}/runs").json["data"] == []


def test_a_delay_keeps_a_run_in_the_queue() -> None:
    crew = Crew()
    crew.faults.add(Fault(kind="delay", seconds=5, count=1))
    run_id = crew.run()

    assert crew.look(run_id)["status"] == "queued"
    crew.clock.seconds += 5
    assert crew.look(run_id)["status"] == "completed"


def test_each_leg_is_counted_when_it_begins_and_only_once() -> None:
    crew = Crew(slow=True)
    run_id = crew.run()
    counted = crew.legs().completion_tokens
    crew.clock.seconds += 100
    usage = crew.look(run_id)["usage"]

    assert counted == usage["completion_tokens"] == crew.legs().completion_tokens > 0
    assert [each.api for each in crew.truth.requests().requests if each.deployment] == ["threads.runs"]


@pytest.mark.parametrize("stream", [False, True])
def test_a_fault_of_the_connection_strikes_the_answer_and_not_the_run(stream: bool) -> None:
    crew = Crew()
    headers = {b"api-key": KEY.encode(), b"x-simulator-fault": b'{"kind":"reset_midway","after":1}'}
    asked = json.dumps({"assistant_id": crew.assistant, "stream": stream}).encode()
    exchange = crew.resource.serve(Request("POST", f"{V1}threads/{crew.thread}/runs".encode(), headers, asked))
    exchange.end_midway("reset", produced=None)

    assert exchange.fault is not None
    assert exchange.fault.kind == "reset_midway"
    assert crew.get(f"threads/{crew.thread}/runs").json["data"][0]["status"] == "completed"


def test_what_was_in_the_cache_is_told_and_counted() -> None:
    crew = Crew("word " * 2000)
    first, second = crew.done(), crew.done(truncation_strategy={"type": "last_messages", "last_messages": 5})

    assert first["usage"]["prompt_token_details"] == {"cached_tokens": 0}
    cached = second["usage"]["prompt_token_details"]["cached_tokens"]
    assert crew.legs().cached_tokens == cached > 1000
