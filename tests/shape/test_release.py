"""What a release states about itself: version, licence, typing; and what its wheel holds."""

import email
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import headgate
from tests.repository import MADE_AGAIN, ROOT, SOURCE


def _changelog_versions() -> list[str]:
    named = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    return [name for name in named if name != "Unreleased"]


def test_the_changelog_opens_with_the_version_of_the_package() -> None:
    assert _changelog_versions()[0] == headgate.__version__


def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    wheel = zipfile.ZipFile(next(tmp_path.glob("*.whl")))
    packed = {name for name in wheel.namelist() if name.startswith("headgate/")}
    ours = {
        path.relative_to(SOURCE.parent).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and not MADE_AGAIN & set(path.parts[len(SOURCE.parts) :])
    }
    about = email.message_from_bytes(wheel.read(f"headgate-{headgate.__version__}.dist-info/METADATA"))

    assert packed == ours
    assert "headgate/py.typed" in packed
    assert about["Version"] == headgate.__version__
    assert about["License-Expression"] == "Apache-2.0"
    assert about.get_all("License-File") == ["LICENSE", "NOTICE"]
