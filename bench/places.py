"""Where the benchmark keeps things."""

from pathlib import Path

BENCH = Path(__file__).resolve().parent
REPOSITORY = BENCH.parent
WORK = BENCH / "work"
"""Installed contestants, logs and journals; not in git."""
RESULTS = BENCH / "results"
"""One file per full run; in git."""
PAGE = REPOSITORY / "docs" / "performance.md"
