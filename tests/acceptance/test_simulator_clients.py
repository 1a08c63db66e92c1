"""The clients that people use against the simulator itself, with no gate between: the table of the page is true."""

from pathlib import Path

import pytest

from headgate.simulator import routes, state_routes
from tests.acceptance import clients_table
from tests.acceptance.simulators import NODE_PROGRAMS, PYTHON_PROGRAMS, TOGETHER, run, simulators
from tests.requirements import require

PROGRAMS = {
    "openai-python": "openai_*.py",
    "openai for Node": "openai_*.mjs",
    "langchain-openai": "langchain_*.py",
    "semantic-kernel": "semantic_kernel_*.py",
    "azure-ai-inference": "inference_*.py",
    "SDKs of Azure": "cloud_*.py",
}
"""By client, as the table names them."""
BESIDE_THE_RESOURCES = {"Entra ID", "Key Vault", "Microsoft Graph"}
"""They are not counted."""
UNLIKE_THE_TYPES = {
    "ChatCompletionChunk.object: literal_error": "the first piece of a stream has none (recorded)",
    "Completion.choices.finish_reason: literal_error": "null until the last piece of a stream",
    "CreateEmbeddingResponse.data.embedding: list_type": "base64, which the client unpacks afterwards",
    "SyncCursorPage[VectorStore].data.name: string_type": "null where a store has no name",
    "VectorStoreFileBatch.object: literal_error": "`vector_store.file_batch`, as was recorded in 2024",
    "Response.usage.input_tokens_details.cache_write_tokens: missing": "from October 2026 on",
    "Annotated.ResponseCompletedEvent.response.usage.input_tokens_details.cache_write_tokens: missing": "the same",
}
"""Where answers differ from the types that openai-python has for them, and why."""
DIFFERS = "differs: "


def programs(pattern: str) -> list[Path]:
    return sorted([*PYTHON_PROGRAMS.glob(pattern), *NODE_PROGRAMS.glob(pattern)])


@pytest.mark.parametrize("client", PROGRAMS)
async def test_programs_that_know_nothing_of_the_simulator_do_what_the_page_says(client: str, tmp_path: Path) -> None:
    require("node-client" if "Node" in client else "python-clients")
    async with simulators(tmp_path) as running:
        lines = await run(programs(PROGRAMS[client]), running)
        served = running.served

    shown = clients_table.told(line for line in lines if not line.startswith(DIFFERS))
    differing = {line.removeprefix(DIFFERS) for line in lines if line.startswith(DIFFERS)}
    assert differing == (set(UNLIKE_THE_TYPES) if client == "openai-python" else set())
    assert clients_table.by_client()[client] == shown
    assert {each for each in shown if not each.counted_as & (served | BESIDE_THE_RESOURCES)} == set()


def test_every_program_is_one_of_a_client() -> None:
    every = {path.stem for path in (*programs("*.py"), *programs("*.mjs"))} - {"shown", "validated", TOGETHER.stem}

    assert {path.stem for pattern in PROGRAMS.values() for path in programs(pattern)} == every


@pytest.mark.parametrize("client", ["openai-python", "openai for Node"])
def test_the_official_clients_use_every_api_there_is(client: str) -> None:
    apis = {*routes.OPERATIONS, *state_routes.ROUTES.values(), "models"}
    used = {name for each in clients_table.by_client()[client] for name in each.counted_as}

    assert apis - used == set()
