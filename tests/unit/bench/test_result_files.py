from pathlib import Path

from bench.places import REPOSITORY
from bench.result_files import latest, path_in, shown


def test_a_file_is_named_for_its_day_and_its_machine(tmp_path: Path) -> None:
    path = path_in(tmp_path, date="2026-11-24T18:50:00Z", cpu="AMD EPYC (Milan)", cores=2)

    assert path == tmp_path / "2026-11-24-amd-epyc-milan-2-cores.json"


def test_the_latest_is_that_of_the_last_day(tmp_path: Path) -> None:
    assert latest(tmp_path) is None
    for day in ("2026-11-24", "2026-11-23"):
        (tmp_path / f"{day}-x.json").touch()
    newest = latest(tmp_path)
    assert newest is not None
    assert newest.name == "2026-11-24-x.json"


def test_a_path_of_the_repository_is_shown_from_its_root(tmp_path: Path) -> None:
    assert shown(REPOSITORY / "bench" / "results") == "bench/results"
    assert shown(tmp_path) == str(tmp_path)
