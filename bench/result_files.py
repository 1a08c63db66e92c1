"""Where results files stand: one for each whole run, in git, named for its day and its machine."""

from pathlib import Path

from bench.places import REPOSITORY


def latest(folder: Path) -> Path | None:
    """The newest, by its name, which begins with the date."""
    return max(folder.glob("*.json"), default=None)


def path_in(folder: Path, *, date: str, cpu: str, cores: int) -> Path:
    """Where the file of a run goes: ``2026-11-24-amd-epyc-2-cores.json``."""
    words = "".join(letter if letter.isalnum() else " " for letter in cpu.lower()).split()
    return folder / f"{'-'.join([date[:10], *words[:4], str(cores), 'cores'])}.json"


def shown(path: Path) -> str:
    """A path as pages show it."""
    return str(path.relative_to(REPOSITORY)) if path.is_relative_to(REPOSITORY) else str(path)
