"""Half a minute for tuning: direct, nginx and Headgate at c=64, plain and TLS upstream, and the ratio.

Headgate is compiled first when its sources have changed; ``--plain`` measures it as plain Python too, ``--only-plain``
in place of compiled, for which nothing needs to be made. Without a C compiler it is always plain.

``python -m bench.quick`` starts everything itself. ``--port 8080 --plain-port 9001 --tls-port 9002`` measures a gate
that is already running, set up by the configuration this command writes to bench/work/quick/headgate/headgate.yaml.
"""

import argparse
import contextlib
import sys

from bench.certificates import make_certificates
from bench.contestants import headgate, nginx
from bench.contestants.contract import Running, Upstream
from bench.places import WORK
from bench.processes import end_on_signals, listeners
from bench.results import RequestRun
from bench.rounds import direct_route, measure
from bench.upstream import constant_upstream

FOLDER = WORK / "quick"


def main() -> int:
    """Measure and print; returns the exit code."""
    options = _options()
    end_on_signals()
    for name in ("upstream", "nginx", "headgate", "headgate-plain"):
        (FOLDER / name).mkdir(parents=True, exist_ok=True)
    certificates = make_certificates(FOLDER)
    with contextlib.ExitStack() as stack:
        upstreams = stack.enter_context(
            constant_upstream(
                FOLDER / "upstream", certificates, plain_port=options.plain_port, tls_port=options.tls_port
            )
        )
        contestants = {"nginx": stack.enter_context(nginx.Nginx().started(upstreams, FOLDER / "nginx"))}
        if options.port:
            routes = headgate.routes(upstreams, options.port)
            contestants["headgate"] = Running(routes=routes, pids=tuple(listeners(options.port)))
        for contestant in _gates(options):
            gate = contestant.started(upstreams, FOLDER / contestant.name)
            contestants[contestant.name] = stack.enter_context(gate)
        for turn in range(options.rounds):
            _round(turn, upstreams, contestants, options)
    return 0


def _gates(options: argparse.Namespace) -> list[headgate.Headgate]:
    """Those that are started here."""
    if options.port or options.without_headgate:
        return []
    compiled = [] if options.only_plain else [headgate.Headgate()]
    return [*compiled, headgate.HeadgatePlain()] if options.plain or options.only_plain else compiled


def _round(turn: int, upstreams: list[Upstream], contestants: dict[str, Running], options: argparse.Namespace) -> None:
    for upstream in upstreams:
        nginx_per_second = 0.0
        direct = measure(
            direct_route(upstream),
            upstream=upstream.name,
            connections=options.connections,
            seconds=options.seconds,
            folder=FOLDER,
        )
        _show(turn, direct, nginx_per_second)
        for name, running in contestants.items():
            seen = measure(
                running.routes[upstream.name],
                upstream=upstream.name,
                connections=options.connections,
                seconds=options.seconds,
                folder=FOLDER,
                contestant=name,
                running=running,
            )
            nginx_per_second = nginx_per_second or seen.requests_per_second
            _show(turn, seen, nginx_per_second)


def _show(turn: int, seen: RequestRun, nginx_per_second: float) -> None:
    ratio = f"{seen.requests_per_second / nginx_per_second:5.2f} x nginx" if nginx_per_second else "one core for all"
    print(
        f"{turn + 1}  {seen.upstream:6} {seen.contestant:14} {seen.requests_per_second:9,.0f}/s  {ratio:16}"
        f"  p50 {seen.p50_us:6} µs  p99 {seen.p99_us:6} µs  cpu {seen.cpu_us_per_request:6.1f} µs/request"
        f"  gate core {seen.gate_core_busy:4.0%} (others {seen.gate_core_foreign:3.0%})"
        f"  load core {seen.load_core_busy:4.0%}  bad {seen.not_2xx + seen.socket_errors}",
        flush=True,
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.quick", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=3, help="of each measurement (3)")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--port", type=int, help="of a gate that is already running")
    parser.add_argument("--plain-port", type=int, help="for the upstream to listen on (any free one)")
    parser.add_argument("--tls-port", type=int, help="for the upstream to listen on (any free one)")
    parser.add_argument("--plain", action="store_true", help="Headgate as plain Python, too")
    parser.add_argument("--only-plain", action="store_true", help="Headgate as plain Python, and not compiled")
    parser.add_argument("--without-headgate", action="store_true", help="direct and nginx only")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
