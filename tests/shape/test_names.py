"""Names say what a thing is for: no drawers for everything, no underscored modules."""

import re

from tests.repository import python_files, shown

FOLDERS = ("src", "tests", "bench", "examples")
DRAWERS = {"common", "helper", "helpers", "manager", "misc", "util", "utils"}
PLAIN = re.compile(r"[a-z][a-z0-9_]*")


def test_no_module_or_package_is_a_drawer() -> None:
    paths = [path for path in python_files(*FOLDERS) if DRAWERS & {path.stem, *path.parent.parts}]

    assert [shown(path) for path in paths] == []


def test_modules_have_plain_names() -> None:
    modules = [path for path in python_files("src") if path.stem not in {"__init__", "__main__"}]

    assert [shown(path) for path in modules if not PLAIN.fullmatch(path.stem)] == []
