import json
from pathlib import Path

import pytest

from headgate.cli.application import run


def test_the_report_of_a_spike_is_a_table_a_plot_and_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["simulate", "--report", str(tmp_path / "spike")]) == 0

    told = capsys.readouterr().out
    numbers = json.loads((tmp_path / "spike" / "report.json").read_text())
    assert numbers["refused"] > 0
    assert (tmp_path / "spike" / "report.svg").read_text().startswith("<svg")
    assert "eastus/gpt-4o-ptu, 5 PTU" in told
    assert "100 to 200" in told


@pytest.mark.parametrize("option", [["--scenario", "day.yaml"], ["--tls"]])
def test_a_report_takes_nothing_that_would_mean_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    assert run(["simulate", "--report", str(tmp_path / "spike"), *option]) == 2

    assert "--report listens to nobody" in capsys.readouterr().err
    assert not (tmp_path / "spike").exists()
