"""What a run was made on and with: machine, versions, commit."""

import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from bench.places import REPOSITORY
from bench.results import Machine

PACKAGES = ("uvloop", "httptools", "msgspec")
"""Of Headgate's dependencies, those its speed rests on."""
MYPYC = "mypy"
"""The package that mypyc is a part of."""
LIBRARY_VERSION = re.compile(r"\d+(?:\.\d+)+")


def describe_machine() -> Machine:
    """Read processor, memory and kernel."""
    cpu = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = re.search(r"^MemTotal:\s+(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
    return Machine(
        cpu=cpu[1].strip() if cpu else platform.processor(),
        cores=os.cpu_count() or 0,
        memory_gb=round(int(memory[1]) / 1024 / 1024, 1) if memory else 0.0,
        kernel=platform.release().split("-")[0],
        system=platform.freedesktop_os_release().get("PRETTY_NAME", platform.system()),
    )


def versions() -> dict[str, str]:
    """Of the tools around the contestants, and of what Headgate runs on."""
    found = {package: importlib.metadata.version(package) for package in PACKAGES}
    return {
        "python": platform.python_version(),
        **found,
        "mypyc": importlib.metadata.version(MYPYC),
        "gcc": _said("gcc", "--version"),
        "wrk": _said("wrk", "-v"),
        "openssl": _said("openssl", "version"),
        "node": _said("node", "--version"),
    }


def commit() -> str:
    """Of the checkout, short, with ``+`` when sources have changes that are not committed."""
    head = _git("rev-parse", "--short=12", "HEAD")
    return head + ("+" if _git("status", "--porcelain", "--", "src", "bench") else "")


def _said(program: str, option: str) -> str:
    """The first thing like a version that a program says about itself; empty when it is not there."""
    if not shutil.which(program):
        return ""
    said = subprocess.run([program, option], check=False, capture_output=True, text=True, timeout=10)
    version = LIBRARY_VERSION.search(said.stdout + said.stderr)
    return version[0] if version else ""


def _git(*arguments: str) -> str:
    try:
        told = subprocess.run(
            ["git", *arguments], check=True, capture_output=True, text=True, cwd=REPOSITORY, timeout=10
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return told.stdout.strip()
