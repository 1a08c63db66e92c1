"""Where state is kept, and how many processes share it."""

from pathlib import Path

import pytest

from tests.configurations import SMALL, mistakes_in


@pytest.mark.parametrize(
    "line, mistake",
    [
        ("store: postgresql://user:secret@db/headgate", "store: PostgreSQL is not in this version; write sqlite"),
        ("store: mysql", "store: expected sqlite"),
        (
            "shared: redis://cache:6379/0",
            "shared: Redis is not in this version; write memory and keep gate.workers at 1",
        ),
        ("shared: disk", "shared: expected memory"),
    ],
)
def test_what_this_version_does_not_have_is_refused(line: str, mistake: str) -> None:
    assert mistakes_in(f"{line}\n{SMALL}") == [f"1: {mistake}"]


def test_several_workers_without_redis_are_refused_with_what_to_set() -> None:
    (mistake,) = mistakes_in(f"gate: {{workers: 4}}\n{SMALL}")

    assert mistake.startswith("1: gate.workers: each worker would count limits for itself, so that 4 workers admit")
    assert mistake.endswith("set gate.workers: 1")


def test_a_file_where_the_data_folder_should_be_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    assert mistakes_in(f"data: {tmp_path / 'data'}\n{SMALL}") == [
        "1: data: there is a file of this name; a folder is needed"
    ]


def test_a_data_folder_that_is_yet_to_be_made_is_fine(tmp_path: Path) -> None:
    assert mistakes_in(f"data: {tmp_path / 'data'}\n{SMALL}") == []
