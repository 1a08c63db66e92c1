from pathlib import Path

import pytest

from bench import compiled
from bench.places import WORK
from tools import compiled_package


@pytest.fixture(autouse=True)
def _afresh() -> None:
    compiled.compiled_folder.cache_clear()


def test_the_compiled_package_is_in_the_folder_of_the_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_package, "missing", lambda: None)
    monkeypatch.setattr(compiled_package, "unpack", lambda folder: folder)

    assert compiled.compiled_folder() == Path(WORK / "compiled")


def test_nothing_is_compiled_where_something_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_package, "missing", lambda: "no gcc")

    assert compiled.compiled_folder() is None
    assert compiled.why_plain() == "no gcc"
