"""The package with its hot modules compiled, as a wheel or unpacked.

``python tools/compiled_package.py wheel FOLDER`` puts the wheel into the folder. With ``unpacked`` it is what the wheel
holds, so that Python can be told to look there first; it is made anew when the sources have changed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADVICE = "apt install gcc python3-dev"
"""What Debian needs; other systems have packages of similar names."""
BUILD_SECONDS_MAX = 600
INPUTS = ("pyproject.toml", "locks/dev.txt", "src", "tools")
STAMP = "headgate-compiled-from"


class CannotCompileError(Exception):
    """The package could not be compiled; says why."""


def missing() -> str | None:
    """Say what compiling needs and this machine lacks, in a line; ``None`` when all is here."""
    compiler = os.environ.get("CC") or (sysconfig.get_config_var("CC") or "cc").split()[0]
    if shutil.which(compiler.split()[0]) is None:
        return f"the C compiler {compiler} is not here: {ADVICE}"
    if not (Path(sysconfig.get_path("include")) / "Python.h").is_file():
        return f"the headers of Python {sysconfig.get_python_version()} are not here: {ADVICE}"
    return None


def make_wheel(folder: Path) -> Path:
    """Build the compiled wheel into ``folder``; return where it is.

    Raises:
        CannotCompileError: when a tool is missing, or the compiler has a complaint.
    """
    if reason := missing():
        raise CannotCompileError(reason)
    with tempfile.TemporaryDirectory() as scratch:
        done = subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", scratch],
            cwd=ROOT,
            env=os.environ | {"HATCH_BUILD_HOOK_ENABLE_CUSTOM": "true"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=BUILD_SECONDS_MAX,
            check=False,
        )
        if done.returncode != 0:
            raise CannotCompileError(done.stdout)
        folder.mkdir(parents=True, exist_ok=True)
        wheel = next(Path(scratch).glob("*.whl"))
        return Path(shutil.copy(wheel, folder))


def unpack(folder: Path) -> Path:
    """Have in ``folder`` what the compiled wheel of these sources holds; return it.

    Raises:
        CannotCompileError: like ``make_wheel``.
    """
    stamp, now = folder / STAMP, _digest()
    if stamp.is_file() and stamp.read_text() == now:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        zipfile.ZipFile(make_wheel(Path(scratch))).extractall(folder)
    stamp.write_text(now)
    return folder


def _digest() -> str:
    """Of everything the compiled package is made of: sources, tools, and the Python it is for."""
    digest = hashlib.sha256(sys.version.encode())
    for name in INPUTS:
        path = ROOT / name
        for file in sorted(path.rglob("*.*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def main(what: str, folder: str) -> int:
    """Make what is asked for; return the exit code."""
    try:
        made = {"wheel": make_wheel, "unpacked": unpack}[what](Path(folder))
    except CannotCompileError as error:
        print(f"headgate: {error}", file=sys.stderr)
        return 1
    print(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
