import stat
import subprocess
from pathlib import Path

from headgate.app.demo import environment_file


def write(folder: Path, key: str = "hg-k", ca_file: Path | None = None) -> Path:
    environment_file.write(folder, url="http://127.0.0.1:8080", key=key, ca_file=ca_file)
    return folder / "demo.env"


def sourced(path: Path, name: str) -> str:
    script = f"set -a; . '{path}'; set +a; printf %s \"${name}\""
    return subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True, timeout=20, env={}).stdout


def test_a_shell_reads_the_variables_of_the_official_clients(tmp_path: Path) -> None:
    path = write(tmp_path)

    assert sourced(path, "AZURE_OPENAI_ENDPOINT") == "http://127.0.0.1:8080"
    assert sourced(path, "OPENAI_BASE_URL") == "http://127.0.0.1:8080/openai/v1/"
    assert sourced(path, "AZURE_OPENAI_API_KEY") == sourced(path, "OPENAI_API_KEY") == "hg-k"
    assert sourced(path, "OPENAI_API_VERSION") == "2024-10-21"
    assert sourced(path, "SSL_CERT_FILE") == ""


def test_a_folder_with_a_blank_and_a_quote_in_its_name_is_no_trouble(tmp_path: Path) -> None:
    folder = tmp_path / "it is here"
    folder.mkdir()

    path = write(folder, ca_file=folder / "ca.pem")

    assert sourced(path, "SSL_CERT_FILE") == str(folder / "ca.pem")


def test_only_its_owner_reads_it_also_when_it_was_open_before(tmp_path: Path) -> None:
    (tmp_path / "demo.env").touch(0o644)

    path = write(tmp_path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_key_of_a_former_run_is_found(tmp_path: Path) -> None:
    assert environment_file.key_in(tmp_path) is None

    write(tmp_path, key="hg-former")

    assert environment_file.key_in(tmp_path) == "hg-former"


def test_keys_are_never_the_same() -> None:
    assert len({environment_file.new_key() for _ in range(100)}) == 100
    assert len(environment_file.new_key()) == len("hg-") + 43
