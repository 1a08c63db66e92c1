"""What no file of the repository may hold: places on one developer's machine, and where packages were fetched."""

import re

import pytest

from tests.repository import ROOT, project_files, shown

FORBIDDEN = {
    "a path of one machine": re.compile(rb"(?<![\w.}/-])/(?:work|root|home/\w+|Users/\w+)/"),
    "a registry's address": re.compile(rb"pypi\.(?:org|python)|pythonhosted\.|npmjs\.(?:org|com)|index[-]url"),
    "a private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = [
        f"{shown(path)}: {match.group().decode()}"
        for path in project_files()
        for match in FORBIDDEN[what].finditer(path.read_bytes())
    ]

    assert found == []


@pytest.mark.parametrize("lock", sorted((ROOT / "locks").glob("*.txt")), ids=lambda path: path.name)
def test_a_lock_holds_names_versions_and_hashes_only(lock: str) -> None:
    statement = re.compile(
        r"[a-z0-9][a-z0-9._-]*(?:\[[a-z0-9,-]+\])?==\S+(?: ; [^:]+)? \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?"
    )

    assert [line for line in lock.read_text().splitlines() if not statement.fullmatch(line)] == []


def test_the_lock_of_the_node_client_holds_no_address() -> None:
    lock = (ROOT / "tests" / "clients" / "node" / "package-lock.json").read_text()

    assert "resolved" not in lock
    assert "://" not in lock


def test_what_runs_is_locked_as_it_was_tested() -> None:
    run, dev = (
        set(re.findall(r"^\S+==\S+", (ROOT / "locks" / name).read_text(), re.MULTILINE))
        for name in ("run.txt", "dev.txt")
    )

    assert run - dev == set()
