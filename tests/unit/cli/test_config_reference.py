"""``headgate config reference``, and the page that is made by it."""

from pathlib import Path

import pytest

from headgate.cli.application import run
from headgate.cli.config_reference import reference_page
from headgate.config.load import load
from headgate.settings import Settings
from tests.configurations import in_memory
from tests.docs.pages import blocks
from tests.repository import ROOT

PAGE = ROOT / "docs" / "configuration.md"


def test_the_committed_page_is_up_to_date() -> None:
    assert PAGE.read_text() == reference_page(), "make docs writes it anew"


def test_the_command_prints_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "reference"]) == 0
    assert capsys.readouterr().out == reference_page()


def test_the_layer_that_the_page_shows_fits_the_example() -> None:
    (layer,) = [block.text for block in blocks(PAGE) if block.language == "yaml"]
    example = (ROOT / "examples" / "headgate.yaml").read_text()
    with_experiment = example.replace("use_cases:", "use_cases:\n  experiment: {callers: [], models: []}")
    files = in_memory({"headgate.yaml": with_experiment, "headgate.prod.yaml": layer})

    loaded = load(Path("headgate.yaml"), "prod", Settings, env={}, read_file=files)

    assert loaded.mistakes == []
    assert loaded.settings is not None
    assert list(loaded.settings.use_cases) == ["support-bot"]
    assert loaded.settings.backends["eastus"].deployments["gpt-4o-ptu"].ptu == 200
