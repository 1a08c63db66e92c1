"""The configurations that docs/simulated-azure.md shows are good ones."""

from pathlib import Path

import pytest

from headgate.core.errors import ConfigurationError
from headgate.simulator.configuration import load_simulator
from tests.repository import ROOT

SHOWN = (ROOT / "docs" / "simulated-azure.md").read_text().split("```yaml\n")[1:]


@pytest.mark.parametrize("shown", SHOWN)
def test_what_the_page_shows_can_be_used(shown: str, tmp_path: Path) -> None:
    file = tmp_path / "simulator.yaml"
    file.write_text(shown.partition("```")[0])

    assert load_simulator(file, {}).resources


@pytest.mark.parametrize(
    "line,told",
    [
        ("roles: {nobody: [Reader]}", ":6: resources.eastus.roles.nobody: is no principal of `cloud`; known: none"),
        ("local_auth_disabled: true", ":6: resources.eastus.local_auth_disabled: leaves no way in"),
        ("profile: 2023-01", "nothing is known of 2023-01; the first profile is 2024-02"),
        ("network: open", ":6: resources.eastus.network"),
    ],
)
def test_a_mistake_is_told_with_its_line(line: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "simulator.yaml"
    file.write_text(
        f"resources:\n  eastus:\n    region: eastus\n    deployments:\n      gpt-4o: {{model: gpt-4o}}\n    {line}\n"
    )

    with pytest.raises(ConfigurationError) as refused:
        load_simulator(file, {})
    assert told in str(refused.value)


def test_a_folder_of_cassettes_is_beside_the_file(tmp_path: Path) -> None:
    file = tmp_path / "simulator.yaml"
    file.write_text("resources:\n  eastus:\n    region: eastus\n    deployments: {}\n    cassettes: {folder: kept}\n")

    cassettes = load_simulator(file, {}).resources["eastus"].cassettes
    assert cassettes is not None
    assert cassettes.folder == str(tmp_path / "kept")
