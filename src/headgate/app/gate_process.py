"""A gate worker as a process: ``Gate`` on uvloop, obeying the supervisor."""

import asyncio
import contextlib
import gc
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import uvloop

from headgate.app.child_main import ChildContext, run_child
from headgate.app.gate import Gate
from headgate.app.run_files import GaugesFile, remove_gauges, write_gauges
from headgate.settings import Settings

GAUGES_SECONDS = 1.0
"""Between two writings of the gauges: fresher than any scrape interval in use."""

_MEMORY = Path("/proc/self/statm")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def main() -> int:
    """Run one worker until told to stop; returns the exit code."""
    return run_child(lambda context: uvloop.run(_serve(context)))


async def _serve(context: ChildContext) -> None:
    link = context.link
    in_force = context.settings
    data = Path(in_force.data)
    gate = Gate(in_force, worker=context.name, data=data, log=context.log)

    def reload(settings: Settings) -> None:
        nonlocal in_force
        gate.reload(settings)
        in_force = settings
        context.log.level = settings.log.level

    await gate.start(context.socket)
    _spare_the_collector()
    link.attach(reload)
    link.say_ready()
    writing = asyncio.ensure_future(_write_gauges(context.name, data, gate.gauges))
    await link.stop.wait()
    await _drain(gate, in_force.gate.drain_seconds, link.hurry)
    writing.cancel()
    remove_gauges(data, context.name)


def _spare_the_collector() -> None:
    """Let the garbage collector look less often, and never at what was made to begin with.

    Exchanges leave no cycles behind, so that nearly all it finds is still in use: at its usual thresholds looking costs
    3 µs an exchange (of some 50), and a pause of milliseconds now and then.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


async def _drain(gate: Gate, seconds: float, hurry: asyncio.Event) -> None:
    """Drain; when hurried, cancel that, which ends what is still in flight and closes the journal all the same."""
    draining = asyncio.ensure_future(gate.drain(seconds))
    hurried = asyncio.ensure_future(hurry.wait())
    await asyncio.wait((draining, hurried), return_when=asyncio.FIRST_COMPLETED)
    hurried.cancel()
    if not draining.done():
        draining.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await draining


async def _write_gauges(name: str, data: Path, read: Callable[[], dict[str, float]]) -> None:
    """Write the gauges at once and then regularly, from a thread: a slow disk must not stop the loop."""
    started = {"start_time_seconds": time.time()}
    while True:
        gauges = GaugesFile(name, time.time(), {**started, **_process_gauges(), **read()})
        with contextlib.suppress(OSError):
            await asyncio.to_thread(write_gauges, data, gauges)
        await asyncio.sleep(GAUGES_SECONDS)


def _process_gauges() -> dict[str, float]:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    gauges = {"cpu_seconds": usage.ru_utime + usage.ru_stime}
    with contextlib.suppress(OSError):  # where there is no /proc
        gauges["memory_bytes"] = float(int(_MEMORY.read_bytes().split()[1]) * _PAGE_BYTES)
    return gauges


if __name__ == "__main__":
    sys.exit(main())
