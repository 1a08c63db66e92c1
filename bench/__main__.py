"""``python -m bench``: the whole benchmark, its results file, and the tables of docs/performance.md."""

import argparse
import datetime
import resource
import sys

from bench.certificates import make_certificates
from bench.contestants import CONTESTANTS, WITHOUT_STREAMS
from bench.install import install_missing
from bench.machine import commit, describe_machine, versions
from bench.page import sections, write_page
from bench.places import WORK
from bench.processes import end_on_signals
from bench.requests_phase import request_phase
from bench.result_files import shown
from bench.results import ContestantFacts, Results, path_of, write
from bench.streams_phase import stream_phase

LENGTHS = {"full": (5, 5, 10.0, 3), "quick": (2, 2, 3.0, 1)}
"""Rounds, seconds of each run of wrk, seconds of each stream window, repetitions of streams."""
DESCRIPTORS_MIN = 8192
"""A thousand streams are two thousand sockets of a gateway and a thousand each of source and sink."""


def main() -> int:
    """Measure, write the results file, and show the tables."""
    options = _options()
    end_on_signals()
    if not _enough_descriptors():
        print(f"the limit of open files is too low: ulimit -n {DESCRIPTORS_MIN}", file=sys.stderr)
        return 2
    failures = {} if options.no_install else install_missing()
    rounds, seconds, window_seconds, repetitions = LENGTHS["quick" if options.quick else "full"]
    names = [name for name in CONTESTANTS if not options.only or name in options.only]
    missing = {name: failures.get(name) or reason for name in names if (reason := CONTESTANTS[name].missing())}
    contestants = {name: CONTESTANTS[name] for name in names if name not in missing}
    results = Results(
        date=datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        commit=commit(),
        machine=describe_machine(),
        versions=versions(),
        seconds=seconds,
        rounds=rounds,
        contestants={name: _facts(name, missing.get(name)) for name in names},
    )
    folder = WORK / "run"
    folder.mkdir(parents=True, exist_ok=True)
    certificates = make_certificates(folder)
    if "requests" in options.phases:
        request_phase(results, contestants, certificates, folder)
    if "streams" in options.phases:
        streaming = {name: each for name, each in contestants.items() if name not in WITHOUT_STREAMS}
        stream_phase(results, streaming, certificates, folder, window_seconds=window_seconds, repetitions=repetitions)
    _publish(results, whole=not (options.quick or options.only or len(options.phases) < len(PHASES)))
    return 0


PHASES = ("requests", "streams")


def _publish(results: Results, *, whole: bool) -> None:
    """Keep the results; only a whole run goes into git and onto the page."""
    path = path_of(results) if whole else WORK / "results.json"
    write(results, path)
    for name, content in sections(results, shown(path)).items():
        print(f"\n## {name}\n\n{content}")
    if whole:
        write_page(path)
    print(f"\nwritten: {shown(path)}" + ("; docs/performance.md quotes it" if whole else ""))


def _facts(name: str, missing: str | None) -> ContestantFacts:
    contestant = CONTESTANTS[name]
    return ContestantFacts(
        setting=contestant.setting, version="" if missing else contestant.version(), missing=missing or ""
    )


def _enough_descriptors() -> bool:
    """Raise this process's limit, and so its children's, as far as it goes."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard >= DESCRIPTORS_MIN or hard == resource.RLIM_INFINITY


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="short rounds, for a look; written to bench/work")
    parser.add_argument("--only", type=_names, default=[], help=f"of {','.join(CONTESTANTS)}; written to bench/work")
    parser.add_argument("--phases", type=lambda text: text.split(","), default=list(PHASES), help="requests,streams")
    parser.add_argument("--no-install", action="store_true", help="leave out gateways that are not in bench/work")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    names = text.split(",")
    unknown = [name for name in names if name not in CONTESTANTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; known: {', '.join(CONTESTANTS)}")
    return names


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nstopped; nothing written", file=sys.stderr)
        sys.exit(130)
