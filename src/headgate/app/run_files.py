"""What the processes of one Headgate leave for each other in ``<data>/run/``.

A gate writes its gauges there once a second; the control process reads them when somebody scrapes. The supervisor
holds a lock there, so that two Headgates never share a data folder by accident.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from headgate.core.errors import CannotListenError

FRESH_SECONDS = 10.0
"""Past it, the writer of a gauges file is dead or stuck, and what it wrote is no longer true."""


class GaugesFile(Struct, frozen=True):
    """The gauges of one worker at one moment."""

    worker: str
    at: float
    """Unix seconds."""
    gauges: dict[str, float]


_decode = msgspec.json.Decoder(GaugesFile).decode


def run_folder(data: Path) -> Path:
    """Return where the run files of a data folder are."""
    return data / "run"


def write_gauges(data: Path, gauges: GaugesFile) -> None:
    """Replace a worker's gauges; a reader sees the old or the new ones, never a half."""
    target = run_folder(data) / f"{gauges.worker}.json"
    draft = target.with_suffix(".draft")
    draft.write_bytes(msgspec.json.encode(gauges))
    draft.replace(target)


def remove_gauges(data: Path, worker: str) -> None:
    """Remove what a worker that ends has written."""
    (run_folder(data) / f"{worker}.json").unlink(missing_ok=True)


def read_gauges(data: Path, now: float) -> list[GaugesFile]:
    """Read the gauges of all workers that wrote some lately, by worker; ``now`` is Unix seconds."""
    found = []
    for path in sorted(run_folder(data).glob("*.json")):
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            gauges = _decode(path.read_bytes())
            if now - gauges.at <= FRESH_SECONDS:
                found.append(gauges)
    return found


def remove_left_gauges(data: Path) -> None:
    """Make the folder, and remove what the workers of a former run have left in it."""
    folder = run_folder(data)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.glob("*.json"):
        left.unlink(missing_ok=True)


@contextlib.contextmanager
def locked(path: Path, owned: str) -> Iterator[None]:
    """Own something while entered; raises ``CannotListenError`` when another process does.

    ``path`` is the lock's file, ``owned`` names the thing in the error. The kernel lets go of the lock when the
    process dies, however it dies.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
            raise CannotListenError(f"{owned} is in use by process {owner}") from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
        yield
    finally:
        os.close(descriptor)
