"""``headgate up`` as a newcomer runs it."""

import json
import socket
import ssl
import stat
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.program import Program, ask, chat, get, is_running
from tests.acceptance.up import Up


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    running = Up(tmp_path_factory.mktemp("up"), "--port", "0")
    yield running
    running.program.end()


def test_the_first_line_says_ready_and_where(up: Up) -> None:
    assert up.program.out.startswith(f"Headgate is ready: {up.url}\n")
    assert "/metrics" in up.program.out
    assert "from openai import AzureOpenAI" in up.program.out
    assert up.key not in up.program.out


def test_the_variables_of_the_official_clients_are_written_for_their_owner_alone(up: Up) -> None:
    assert set(up.env) == {
        "AZURE_OPENAI_ENDPOINT",
        "AZURE_OPENAI_API_KEY",
        "OPENAI_API_VERSION",
        "OPENAI_BASE_URL",
        "OPENAI_API_KEY",
    }
    assert up.env["OPENAI_BASE_URL"] == f"{up.url}/openai/v1/"
    assert stat.S_IMODE((up.data / "demo.env").stat().st_mode) == 0o600


def test_a_chat_is_answered_from_provisioned_capacity(up: Up) -> None:
    status, body = chat(up.url, up.key)

    assert status == 200
    assert json.loads(body)["choices"][0]["message"]["content"]


def test_embeddings_are_answered_in_the_new_paths(up: Up) -> None:
    body = json.dumps({"model": "text-embedding-3-small", "input": "hello"}).encode()
    headers = {"Authorization": f"Bearer {up.key}", "content-type": "application/json"}

    status, answer = ask(urllib.request.Request(f"{up.env['OPENAI_BASE_URL']}embeddings", body, headers))

    assert status == 200
    assert json.loads(answer)["data"][0]["embedding"]


def test_nobody_comes_in_without_a_key(up: Up) -> None:
    assert chat(up.url, "hg-guessed")[0] == 401


def test_control_is_where_it_says(up: Up) -> None:
    [metrics] = [word for word in up.program.out.split() if word.endswith("/metrics")]

    assert get(metrics)[0] == 200


def test_ctrl_c_ends_everything_and_the_next_run_goes_on_with_the_same_key_and_books(tmp_path: Path) -> None:
    first = Up(tmp_path, "--port", "0")
    assert chat(first.url, first.key)[0] == 200
    children = first.program.children()
    assert len(children) == 3

    assert first.stop() == 0

    assert not any(is_running(pid) for pid in children)
    assert first.program.out.endswith("Headgate has stopped.\n")
    assert first.program.err == ""
    assert "Traceback" not in (first.data / "headgate.log").read_text()
    configuration = (first.data / "headgate.yaml").read_bytes()

    second = Up(tmp_path)
    assert (second.url, second.key) == (first.url, first.key)
    assert chat(second.url, second.key)[0] == 200
    assert second.stop() == 0
    assert (second.data / "headgate.yaml").read_bytes() == configuration

    usage = Program(tmp_path, "usage", "--data", str(first.data), "--format", "json")
    assert usage.exit_code() == 0
    assert json.loads(usage.out)["total"]["exchanges"] == 2


def test_another_port_is_laid_over_the_configuration_and_a_lost_key_is_replaced(tmp_path: Path) -> None:
    first = Up(tmp_path, "--port", "0")
    assert first.stop() == 0
    (first.data / "demo.env").unlink()

    second = Up(tmp_path, "--port", "0")

    assert second.url != first.url
    assert second.key != first.key
    assert chat(second.url, second.key)[0] == 200
    assert chat(second.url, first.key)[0] == 401
    assert second.stop() == 0


def test_a_port_in_use_names_the_port_and_the_option(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        program = Program(tmp_path, "up", "--data", str(tmp_path / "data"), "--port", str(port))

        assert program.exit_code() == 3

    assert f"port {port} (gate)" in program.err
    assert "--port" in program.err
    assert "Traceback" not in program.err


def test_a_folder_in_use_is_refused_and_left_alone(up: Up, tmp_path: Path) -> None:
    program = Program(tmp_path, "up", "--data", str(up.data), "--port", "0")

    assert program.exit_code() == 3
    assert f"in use by process {up.program.process.pid}" in program.err
    assert not (up.data / "headgate.up.yaml").exists()


def test_with_tls_clients_that_trust_the_authority_come_in(tmp_path: Path) -> None:
    up = Up(tmp_path, "--port", "0", "--tls")
    headers = {"api-key": up.key}
    request = urllib.request.Request(f"{up.env['OPENAI_BASE_URL']}models", headers=headers)

    status, body = ask(request, tls=ssl.create_default_context(cafile=up.env["SSL_CERT_FILE"]))

    assert up.url.startswith("https://")
    assert status == 200
    assert {model["id"] for model in json.loads(body)["data"]} == {"gpt-4o", "gpt-4o-mini", "text-embedding-3-small"}
    assert up.stop() == 0
