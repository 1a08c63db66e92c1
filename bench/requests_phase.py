"""The request rounds: everyone is up, and in each round everyone is measured once over each upstream."""

import contextlib
import time
from collections.abc import Mapping
from pathlib import Path

import msgspec

from bench.certificates import Certificates
from bench.contestants.contract import Contestant, Running, Upstream
from bench.cores import LOAD_CORE, resident_kb
from bench.results import DIRECT, ContestantFacts, RequestRun, Results
from bench.rounds import NOBODY, direct_route, measure
from bench.upstream import constant_upstream
from bench.wrk import run_wrk

CONNECTIONS = (64, 1)
CALM_SECONDS = 2
"""After starting, before idle memory is read."""


def request_phase(
    results: Results, contestants: Mapping[str, Contestant], certificates: Certificates, folder: Path
) -> None:
    """Run all rounds; appends to ``results.requests`` and notes each contestant's memory."""
    with contextlib.ExitStack() as stack:
        upstreams = stack.enter_context(constant_upstream(folder, certificates))
        running = {}
        for name, contestant in contestants.items():
            print(f"starting {name}", flush=True)
            running[name] = stack.enter_context(contestant.started(upstreams, folder / name))
        time.sleep(CALM_SECONDS)
        _note_memory(results, running, idle=True)
        _warm_up(results.seconds, upstreams, running, folder)
        for turn in range(results.rounds):
            _round(results, turn, upstreams, running, folder)
        _note_memory(results, running, idle=False)


def _warm_up(seconds: int, upstreams: list[Upstream], running: Mapping[str, Running], folder: Path) -> None:
    """Let everyone open connections and compile what it compiles; not measured (Node is slow at first)."""
    for name, contestant in running.items():
        for upstream in upstreams:
            print(f"warming up {name}, {upstream.name}", flush=True)
            run_wrk(
                contestant.routes[upstream.name],
                connections=CONNECTIONS[0],
                seconds=seconds,
                core=LOAD_CORE,
                folder=folder,
            )


def _round(
    results: Results, turn: int, upstreams: list[Upstream], running: Mapping[str, Running], folder: Path
) -> None:
    """Measure the direct way first, then everyone; who comes first changes from round to round."""
    names = list(running)
    shift = turn % max(1, len(names))
    for upstream in upstreams:
        for name in (DIRECT, *names[shift:], *names[:shift]):
            contestant = running.get(name, NOBODY)
            route = direct_route(upstream) if name == DIRECT else contestant.routes[upstream.name]
            for connections in CONNECTIONS:
                seen = measure(
                    route,
                    upstream=upstream.name,
                    connections=connections,
                    seconds=results.seconds,
                    folder=folder,
                    contestant=name,
                    running=contestant,
                    turn=turn,
                )
                results.requests.append(seen)
                print(told(seen), flush=True)


def told(seen: RequestRun) -> str:
    """One line of progress."""
    bad = seen.not_2xx + seen.socket_errors
    return (
        f"round {seen.round + 1}  {seen.upstream:5}  {seen.contestant:14} c={seen.connections:<3}"
        f" {seen.requests_per_second:10,.0f}/s  p50 {seen.p50_us:7} µs  p99 {seen.p99_us:7} µs"
        f"  cpu {seen.cpu_us_per_request:8.1f} µs"
        f"  gate core {seen.gate_core_busy:4.0%} (others {seen.gate_core_foreign:3.0%})"
        f"  load core {seen.load_core_busy:4.0%}" + (f"  BAD {bad}" if bad else "")
    )


def _note_memory(results: Results, running: Mapping[str, Running], *, idle: bool) -> None:
    for name, contestant in running.items():
        kb = resident_kb(contestant.all_pids)
        facts: ContestantFacts = results.contestants[name]
        noted = {"idle_kb": kb} if idle else {"loaded_kb": kb}
        results.contestants[name] = msgspec.structs.replace(facts, **noted)
        print(f"{name}: {kb / 1024:.0f} MB {'idle' if idle else 'after the load'}", flush=True)
