"""Programs that know nothing of Headgate, with the clients that people use, against ``headgate up``."""

import pytest

from tests.acceptance.books import Sums
from tests.acceptance.client_programs import NODE_PROGRAMS, PYTHON_PROGRAMS, ClientsGate

UNCHANGED = [
    "openai_chat.py",
    "openai_async.py",
    "openai_streaming.py",
    "openai_streaming_without_usage.py",
    "openai_tools.py",
    "openai_structured.py",
    "openai_embeddings.py",
    "openai_responses.py",
    "openai_media_streams.py",
    "langchain_chat.py",
    "langchain_embeddings.py",
]
OVER_TLS = ["openai_chat.py", "semantic_kernel_chat.py"]
OF_NODE = ["chat.mjs", "responses_and_embeddings.mjs"]
LOOKED_AT = ["openai_raw_response.py", "openai_media.py"]


@pytest.mark.usefixtures("python_clients")
@pytest.mark.parametrize("program", UNCHANGED)
def test_an_unchanged_program_is_served_and_every_token_is_in_the_books(
    clients_gate: ClientsGate, program: str
) -> None:
    told = clients_gate.run(program)

    clients_gate.expect_in_the_books(told)


@pytest.mark.usefixtures("python_clients")
@pytest.mark.parametrize("program", OVER_TLS)
def test_an_unchanged_program_is_served_over_tls(clients_gate_with_tls: ClientsGate, program: str) -> None:
    told = clients_gate_with_tls.run(program)

    clients_gate_with_tls.expect_in_the_books(told)


@pytest.mark.usefixtures("node_client")
@pytest.mark.parametrize("program", OF_NODE)
def test_an_unchanged_program_of_node_is_served(clients_gate: ClientsGate, program: str) -> None:
    told = clients_gate.run(program)

    clients_gate.expect_in_the_books(told)


@pytest.mark.usefixtures("node_client")
def test_a_program_of_node_is_served_over_tls(clients_gate_with_tls: ClientsGate) -> None:
    told = clients_gate_with_tls.run("chat.mjs")

    clients_gate_with_tls.expect_in_the_books(told)


@pytest.mark.usefixtures("python_clients")
def test_heads_say_where_an_exchange_went_and_the_trace_says_the_same(clients_gate: ClientsGate) -> None:
    told = clients_gate.run("openai_raw_response.py")

    clients_gate.expect_in_the_books(told)
    for head in told.facts["heads"]:
        trace = clients_gate.ledger.trace(head["x-headgate-request-id"])
        assert head["x-headgate-attempts"] == str(len(trace["attempts"]))
        last = trace["attempts"][-1]
        assert last["deployment"] == head["x-headgate-deployment"]
        assert last["request_id"] == head["apim-request-id"]
        assert last["served_model"] == "gpt-4o-2024-11-20"


@pytest.mark.usefixtures("python_clients")
def test_pictures_and_sound_are_accounted_in_their_own_units(clients_gate: ClientsGate) -> None:
    told = clients_gate.run("openai_media.py")

    booked = clients_gate.expect_in_the_books(told)
    assert _total(booked, "images") == told.facts["images"]
    assert _total(booked, "seconds") == told.facts["seconds"]
    assert _total(booked, "characters") == told.facts["characters"]


def _total(booked: Sums, amount: str) -> float:
    return sum(sums[amount] for sums in booked.values())


def test_every_program_is_run() -> None:
    programs = {path.name for path in PYTHON_PROGRAMS.glob("*_*.py")} | {
        path.name for path in NODE_PROGRAMS.glob("*.mjs")
    }

    ours = {*UNCHANGED, *OVER_TLS, *OF_NODE, *LOOKED_AT}
    elsewhere = {"openai_errors.py", "openai_rate_limits.py", "openai_throttled.py", "openai_impatient.py"}
    assert programs - {"facts.mjs"} == ours | elsewhere
