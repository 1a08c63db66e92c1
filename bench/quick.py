"""Half a minute for tuning: direct, nginx and Headgate at c=64, plain and TLS upstream, and the ratio.

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
from bench.rounds import direct_route, measure
from bench.upstream import constant_upstream

FOLDER = WORK / "quick"


def main() -> int:
    """Measure and print; returns the exit code."""
    options = _options()
    end_on_signals()
    for name in ("upstream", "nginx", "headgate"):
        (FOLDER / name).mkdir(parents=True, exist_ok=True)
    certificates = make_certificates(FOLDER)
    with contextlib.ExitStack() as stack:
        upstreams = stack.enter_context(
            constant_upstream(
                FOLDER / "upstream", certificates, plain_port=options.plain_port, tls_port=options.tls_port
            )
        )
        proxy = stack.enter_context(nginx.Nginx().started(upstreams, FOLDER / "nginx"))
        if options.port:
            gate = Running(routes=headgate.routes(upstreams, options.port), pids=tuple(listeners(options.port)))
        elif options.without_headgate:
            gate = None
        else:
            gate = stack.enter_context(headgate.Headgate().started(upstreams, FOLDER / "headgate"))
        for turn in range(options.rounds):
            _round(turn, upstreams, proxy, gate, seconds=options.seconds, connections=options.connections)
    return 0


def _round(
    turn: int, upstreams: list[Upstream], proxy: Running, gate: Running | None, *, seconds: int, connections: int
) -> None:
    contestants = {"nginx": proxy, **({"headgate": gate} if gate else {})}
    direct = measure(direct_route(upstreams[0].url), connections=connections, seconds=seconds, folder=FOLDER)
    print(f"round {turn + 1}   direct, one core: {direct.wrk.per_second:,.0f}/s p50 {direct.wrk.p50_us} µs")
    for upstream in upstreams:
        base = 0.0
        for name, running in contestants.items():
            seen = measure(
                running.routes[upstream.name],
                connections=connections,
                seconds=seconds,
                folder=FOLDER,
                pids=running.pids,
                side_pids=running.side_pids,
            )
            base = base or seen.wrk.per_second
            print(
                f"  {upstream.name:6} {name:9} {seen.wrk.per_second:9,.0f}/s  {seen.wrk.per_second / base:5.2f} x nginx"
                f"  p50 {seen.wrk.p50_us:6} µs  p99 {seen.wrk.p99_us:6} µs"
                f"  cpu {seen.cpu_us_per_request:6.1f} µs/request"
                f"  gate core {seen.gate_core_busy:4.0%}  load core {seen.load_core_busy:4.0%}"
                f"  bad {seen.wrk.not_2xx + seen.wrk.socket_errors}"
            )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.quick", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=3, help="of each measurement (3)")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--port", type=int, help="of a gate that is already running")
    parser.add_argument("--plain-port", type=int, help="for the upstream to listen on (any free one)")
    parser.add_argument("--tls-port", type=int, help="for the upstream to listen on (any free one)")
    parser.add_argument("--without-headgate", action="store_true", help="direct and nginx only")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
