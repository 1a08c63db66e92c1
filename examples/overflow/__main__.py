"""``python -m examples.overflow``: run the demonstration, write its results, and show them on docs/overflow.md."""

import argparse
import shutil
import sys

from bench.result_files import latest, shown
from examples.overflow.page import sections, write_page
from examples.overflow.results import HERE, RESULTS, path_of, write
from examples.overflow.run import measure

WORK = HERE / "work"
"""Configurations, logs and books of the last run; not in git."""
PTU = 100
QUICK_PTU, QUICK_FASTER = 15, 15.0
"""The least that Azure sells, and a minute in four seconds."""


def main() -> int:
    """Run it; a quick run is for a look, and goes nowhere."""
    parser = argparse.ArgumentParser(prog="python -m examples.overflow", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a few seconds, time running faster; for a look")
    parser.add_argument("--page", action="store_true", help="run nothing; make the page anew from the newest results")
    options = parser.parse_args()
    if options.page and (newest := latest(RESULTS)):
        write_page(newest)
        return 0
    return _run(quick=options.quick)


def _run(*, quick: bool) -> int:
    shutil.rmtree(WORK, ignore_errors=True)
    ptu, faster = (QUICK_PTU, QUICK_FASTER) if quick else (PTU, 1.0)
    results = measure(WORK / "run", ptu=ptu, faster=faster)
    path = WORK / "results.json" if quick else path_of(results)
    write(results, path)
    for name, content in sections(results, shown(path)).items():
        if name != "plots":
            print(f"\n## {name}\n\n{content}")
    if not quick:
        write_page(path)
    print(f"\nwritten: {shown(path)}" + ("" if quick else "; docs/overflow.md quotes it"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
