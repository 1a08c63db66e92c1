"""The report of ``headgate simulate --report``: a spike on a provisioned deployment, as files and as a table."""

from pathlib import Path

import msgspec
from rich.table import Table

from headgate.cli.console import say
from headgate.cli.tables import as_text
from headgate.simulator.settings import SimulatorSettings
from headgate.simulator.spike import PHASES, SpikeReport, run_spike
from headgate.simulator.spike_plot import plot


def write_report(settings: SimulatorSettings, folder: Path) -> None:
    """Play the spike in virtual time, write ``report.json`` and ``report.svg``, and show the table."""
    report = run_spike(settings)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n")
    (folder / "report.svg").write_text(plot(report), encoding="utf-8")
    say(as_text(_table(report)))
    say(f"written: {folder / 'report.json'}, {folder / 'report.svg'}")


def _table(report: SpikeReport) -> Table:
    title = f"{report.resource}/{report.deployment}, {report.ptu} PTU"
    table = Table("seconds", "load", "requests", "served", "refused (429)", "highest utilisation", title=title)
    begin = 0
    for seconds, share in PHASES:
        load = [each for each in report.load if begin <= each.at < begin + seconds]
        sent, refused = sum(each.requests for each in load), sum(each.throttled for each in load)
        highest = max((each.utilization for each in load), default=0.0)
        row = (f"{begin} to {begin + seconds}", f"{share:.0%}", str(sent), str(sent - refused), str(refused))
        table.add_row(*row, f"{highest:.0%}")
        begin += seconds
    return table
