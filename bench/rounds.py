"""One measurement of one route: wrk on one side, the kernel's books of cores and processes on the other."""

from dataclasses import dataclass
from pathlib import Path

from bench.chat import Route, azure_path
from bench.cores import GATE_CORE, LOAD_CORE, core_times, cpu_seconds, resident_kb
from bench.wrk import WrkRun, run_wrk


@dataclass(frozen=True)
class Measurement:
    """What one run of wrk against one route showed."""

    wrk: WrkRun
    cpu_seconds: float
    """Of the contestant's processes on the gate core."""
    side_cpu_seconds: float
    """Of the contestant's other processes."""
    gate_core_busy: float
    """Share of the time the contestant's core was not idle, 0..1."""
    load_core_busy: float
    resident_kb: int
    """Of all the contestant's processes, at the end."""

    @property
    def cpu_us_per_request(self) -> float:
        """Processor time of the contestant's gate core for each request, in microseconds."""
        return self.cpu_seconds * 1e6 / self.wrk.requests if self.wrk.requests else 0.0

    def as_dict(self) -> dict[str, object]:
        """For the results file."""
        return {
            **self.wrk.as_dict(),
            "requests_per_second": round(self.wrk.per_second, 1),
            "cpu_us_per_request": round(self.cpu_us_per_request, 2),
            "side_cpu_seconds": round(self.side_cpu_seconds, 2),
            "gate_core_busy": round(self.gate_core_busy, 3),
            "load_core_busy": round(self.load_core_busy, 3),
            "resident_kb": self.resident_kb,
        }


def measure(
    route: Route,
    *,
    connections: int,
    seconds: int,
    folder: Path,
    pids: tuple[int, ...] = (),
    side_pids: tuple[int, ...] = (),
) -> Measurement:
    """Load one route for ``seconds`` and read the books before and after."""
    cores = {core: core_times(core) for core in (GATE_CORE, LOAD_CORE)}
    used, side_used = cpu_seconds(pids), cpu_seconds(side_pids)
    run = run_wrk(route, connections=connections, seconds=seconds, core=LOAD_CORE, folder=folder)
    return Measurement(
        wrk=run,
        cpu_seconds=cpu_seconds(pids) - used,
        side_cpu_seconds=cpu_seconds(side_pids) - side_used,
        gate_core_busy=core_times(GATE_CORE).busy_share_since(cores[GATE_CORE]),
        load_core_busy=core_times(LOAD_CORE).busy_share_since(cores[LOAD_CORE]),
        resident_kb=resident_kb((*pids, *side_pids)),
    )


def direct_route(url: str) -> Route:
    """The way to a plain upstream with nothing in between."""
    return Route(port=int(url.rpartition(":")[2]), path=azure_path("gpt-4o"), model="gpt-4o")
