"""Every module has its tests where a reader looks for them: src/headgate/a/b.py in tests/unit/a/test_b.py."""

from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.repository import ROOT, SOURCE, python_files

UNIT = ROOT / "tests" / "unit"

TESTED_ELSEWHERE = {
    "audit/arm/around.py": "a port without behaviour",
    "audit/arm/errors.py": "names of mistakes",
    "audit/arm/functions/function.py": "a record without behaviour",
    "audit/arm/syntax.py": "records without behaviour",
    "audit/collect/contract.py": "a port and records without behaviour",
    "audit/collect/errors.py": "an error without behaviour",
    "audit/graph/gate.py": "a record without behaviour",
    "audit/graph/hint.py": "a record without behaviour",
    "audit/graph/source.py": "a record without behaviour",
    "audit/graph/subject.py": "a port without behaviour",
    "audit/terraform/services/*": "tables, held to their form and used whole by tests/unit/audit/terraform",
    "audit/rules/*": "the examples of each rule, run by tests/rules/test_laws.py",
    "core/caller.py": "a record without behaviour",
    "core/clock.py": "a port without behaviour",
    "core/refusal.py": "a record without behaviour",
    "ledger/migrations/*": "run, all of them, by tests/unit/ledger/test_upgrade.py",
    "pipeline/*": "whole exchanges through all of it: tests/playbook",
    "simulator/books.py": "records without behaviour",
    "simulator/state/batches.py": "records without behaviour",
    "simulator/state/files.py": "records without behaviour",
    "simulator/state/spoken.py": "a record without behaviour",
    "simulator/threads/limits.py": "numbers, held by the tests of the APIs beside it",
    "simulator/websocket/socket.py": "whole conversations over it: tests/unit/simulator/websocket, realtime",
    "simulator/websocket/talk.py": "ports without behaviour",
    "wire/*_shape.py": "declarations; used whole by the tests of the modules that decode into them",
    "*/settings.py": "declarations; used whole by tests/unit/test_settings_load.py",
}
"""Modules without a test file of their own, and why. Shrink it."""


def _modules() -> list[str]:
    paths = [path.relative_to(SOURCE) for path in python_files("src") if path.name != "__init__.py"]
    return [path.as_posix() for path in paths]


def _has_tests(module: str) -> bool:
    path = Path(module)
    folder = UNIT / path.parent
    return (folder / f"test_{path.stem}.py").is_file() or any(folder.glob(f"test_{path.stem}_*.py"))


def _is_excused(module: str) -> bool:
    return any(fnmatch(module, pattern) for pattern in TESTED_ELSEWHERE)


def test_every_module_has_its_test_file() -> None:
    assert [module for module in _modules() if not _has_tests(module) and not _is_excused(module)] == []


def test_every_excuse_is_still_needed() -> None:
    named = [module for module in TESTED_ELSEWHERE if "*" not in module]

    assert [module for module in named if _has_tests(module) or not (SOURCE / module).is_file()] == []


@pytest.mark.parametrize("path", sorted(UNIT.rglob("test_*.py")), ids=lambda path: path.relative_to(UNIT).as_posix())
def test_every_test_file_belongs_to_a_module(path: Path) -> None:
    home = path.parent.relative_to(UNIT)
    sources = ROOT / home if home.parts[:1] == ("bench",) else SOURCE / home
    name = path.stem.removeprefix("test_")

    owners = [module.stem for module in sources.glob("*.py")] + [home.name, "package"]
    assert any(name == owner or name.startswith(f"{owner}_") for owner in owners)
