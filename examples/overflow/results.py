"""The results file: every call of everybody who took part, what the books and the simulator say, and the machine."""

from pathlib import Path

import msgspec
from msgspec import Struct

from bench.result_files import path_in
from bench.results import Machine

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
"""One file for each whole run; in git."""


class CallMade(Struct, frozen=True, array_like=True):
    """One call as its caller saw it; times in seconds."""

    at: float
    """When it was first sent, from the start of the load."""
    status: int
    """Of the last try; 0 when there was no answer."""
    tries: int
    first_token: float
    """From its first sending; 0 when none came."""
    ended: float
    prompt_tokens: int
    completion_tokens: int
    deployment: str
    """Who served it."""
    failure: str

    @property
    def served(self) -> bool:
        """Whether a whole answer came."""
        return self.status == 200


class Counted(Struct, frozen=True):
    """Tokens of one deployment: a row of ``headgate usage --by deployment``, or the simulator's own count."""

    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int
    charge: str = ""
    """US dollars, exact; only in the books."""


class Results(Struct, frozen=True):
    """A whole run."""

    date: str
    """When it began, UTC."""
    commit: str
    machine: Machine
    ptu: int
    """Of the provisioned deployment that each has."""
    seconds: float
    """How long calls were sent."""
    faster: float
    """How many of the simulator's seconds passed in one."""
    calls: dict[str, list[CallMade]]
    """By who took part: the names in ``run.RETRIES``."""
    books: dict[str, Counted]
    """By backend and deployment, as Headgate's ledger has it."""
    served: dict[str, Counted]
    """By resource and deployment, as the simulator counted."""


def write(results: Results, path: Path) -> None:
    """Write a results file, a call on a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = msgspec.json.encode(results).decode()
    path.write_text(text.replace("],[", "],\n[").replace('":[[', '":[\n[').replace('},"', '},\n"') + "\n")


def read(path: Path) -> Results:
    """Read a results file."""
    return msgspec.json.decode(path.read_bytes(), type=Results)


def path_of(results: Results) -> Path:
    """Where a whole run's file goes: ``examples/overflow/results/2026-11-24-amd-epyc-2-cores.json``."""
    return path_in(RESULTS, date=results.date, cpu=results.machine.cpu, cores=results.machine.cores)
