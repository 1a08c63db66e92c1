"""A folder with a configuration, in which commands are run."""

from pathlib import Path

import pytest

from tests.configurations import ENV, SMALL


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a new folder with the small configuration in it, and set the environment that it needs."""
    (tmp_path / "headgate.yaml").write_text(SMALL)
    monkeypatch.chdir(tmp_path)
    for name, value in ENV.items():
        monkeypatch.setenv(name, value)
    return tmp_path
