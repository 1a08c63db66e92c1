"""The package with its hot path compiled, in bench/work, where there is a C compiler."""

from functools import cache
from pathlib import Path

from bench.places import WORK
from tools import compiled_package


@cache
def compiled_folder() -> Path | None:
    """Where Python has to look first to run the compiled package; made when the one that is there is of other sources.

    ``None`` without a C compiler or the headers of Python; ``why_plain`` says which.
    """
    if why_plain():
        return None
    print("headgate, compiled: half a minute, unless it is there", flush=True)
    return compiled_package.unpack(WORK / "compiled")


def why_plain() -> str:
    """What is missing for compiling; empty when nothing is."""
    return compiled_package.missing() or ""
