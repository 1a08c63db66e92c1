"""What goes wrong, as the classes and habits of the official client have it."""

import pytest

from tests.acceptance.books import Group
from tests.acceptance.client_programs import ClientsGate
from tests.acceptance.media_region import MODEL_OF_OTHERS, ONE_AT_A_TIME_KEY

pytestmark = pytest.mark.usefixtures("python_clients")


def test_what_is_refused_arrives_as_the_class_that_the_client_has_for_it(clients_gate: ClientsGate) -> None:
    told = clients_gate.run("openai_errors.py", MODEL_OF_OTHERS=MODEL_OF_OTHERS)

    clients_gate.expect_in_the_books(told)
    errors = told.facts["errors"]
    assert errors["unknown"]["code"] == errors["unknown_in_body"]["code"] == "DeploymentNotFound"
    assert errors["stranger"]["code"] == "401"
    assert all(error["message"] for error in errors.values())


def test_a_limit_says_how_long_to_wait_and_the_client_waits(clients_gate: ClientsGate) -> None:
    told = clients_gate.run("openai_rate_limits.py", OPENAI_API_KEY=ONE_AT_A_TIME_KEY)

    clients_gate.expect_in_the_books(told)


def test_a_wait_that_all_deployments_ask_for_reaches_the_client(clients_gate: ClientsGate) -> None:
    throttled = {"status": 429, "headers": {"retry-after-ms": "700", "retry-after": "1"}}
    clients_gate.simulated.strike(kind="status", deployment="gpt-4o-mini", count=2, **throttled)

    told = clients_gate.run("openai_throttled.py")

    clients_gate.expect_in_the_books(told)


def test_callers_that_leave_are_accounted_by_estimate(clients_gate: ClientsGate) -> None:
    told = clients_gate.run("openai_impatient.py")

    booked = clients_gate.expect_exchanges(told)
    streamed = booked[Group("chat.completions", "gpt-4o-mini", 200)]
    seen_by_callers = len(told.facts["text"].split()) + told.facts["words"]
    assert streamed["completion_tokens"] >= seen_by_callers
