"""The plot on the simulator's page is the one that its command makes."""

from pathlib import Path

from headgate.cli.application import run
from tests.repository import ROOT

PLOT = ROOT / "docs" / "simulator-spike.svg"


def test_the_plot_of_a_spike_is_that_of_the_example(tmp_path: Path) -> None:
    example = ROOT / "examples" / "spike.yaml"

    assert run(["simulate", "--config", str(example), "--report", str(tmp_path)]) == 0
    assert PLOT.read_text() == (tmp_path / "report.svg").read_text(), "run `make docs`"
