from pathlib import Path

from bench.results import path_of, read, write
from tests.unit.bench.example_run import example_results


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write(example_results(), tmp_path / "run.json")

    assert read(tmp_path / "run.json") == example_results()


def test_a_results_file_is_named_for_its_day_and_machine() -> None:
    assert path_of(example_results()).name == "2026-11-23-amd-epyc-2-cores.json"
