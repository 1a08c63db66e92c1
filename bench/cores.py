"""Which core does what, and what the kernel says about cores and processes."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LOAD_CORE = 0
"""The load generator and the upstream."""
GATE_CORE = 1
"""The contestant, alone."""

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024

BUSY_FIELDS = (0, 1, 2, 5, 6)
"""user, nice, system, irq, softirq: columns of a ``cpuN`` line in /proc/stat (see proc(5))."""
IDLE_FIELDS = (3, 4)
"""idle, iowait."""
STEAL_FIELD = 7


@dataclass(frozen=True)
class CoreTimes:
    """What one core has done since boot, in ticks."""

    busy: int
    idle: int
    steal: int

    def busy_share_since(self, earlier: "CoreTimes") -> float:
        """Share of the time since ``earlier`` (0..1) that was not idle; time stolen by the host counts as busy."""
        worked = self.busy + self.steal - earlier.busy - earlier.steal
        total = worked + self.idle - earlier.idle
        return worked / total if total else 0.0


def core_times(core: int) -> CoreTimes:
    """Read one core's line of /proc/stat."""
    for line in Path("/proc/stat").read_text().splitlines():
        name, *columns = line.split()
        if name == f"cpu{core}":
            ticks = [int(column) for column in columns]
            return CoreTimes(
                busy=sum(ticks[field] for field in BUSY_FIELDS),
                idle=sum(ticks[field] for field in IDLE_FIELDS),
                steal=ticks[STEAL_FIELD],
            )
    raise LookupError(f"this machine has no core {core}: the benchmark needs two")


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time these processes have used, in seconds; one that has ended counts nothing."""
    return sum(_cpu_ticks(pid) for pid in pids) / TICKS_PER_SECOND


def _cpu_ticks(pid: int) -> int:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    after_name = stat[stat.rindex(")") + 2 :].split()
    return int(after_name[11]) + int(after_name[12])


def resident_kb(pids: Iterable[int]) -> int:
    """Resident memory of these processes together, in KiB, shared pages counted in each (as ``ps`` does)."""
    total = 0
    for pid in pids:
        total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_KB
    return total


def descendants(pid: int) -> list[int]:
    """A process and everything below it, parents first."""
    found = [pid]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            found.extend(int(child) for child in children.read_text().split())
    return found


def pin(pid: int, core: int) -> None:
    """Bind a process and all its threads to one core."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), {core})
