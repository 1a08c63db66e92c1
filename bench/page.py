"""Writing a run into docs/performance.md: what stands between its markers, and the plots beside it."""

from pathlib import Path

from bench.marked_page import fill
from bench.places import PAGE
from bench.plots import latency_plot, throughput_plot
from bench.result_files import shown
from bench.results import Results, read
from bench.tables import load_section, request_section, setting_section, stream_section, verdict_section

MARK = "bench"
PLOTS = {
    "performance-throughput.svg": ("Requests per second on one core", throughput_plot),
    "performance-latency.svg": ("Added latency, one request at a time", latency_plot),
}
"""By file name, beside the page."""


def sections(results: Results, file: str) -> dict[str, str]:
    """What stands between ``<!-- bench:NAME -->`` and ``<!-- /bench:NAME -->``."""
    return {
        "setting": setting_section(results, file),
        "verdicts": verdict_section(results),
        "requests": request_section(results),
        "plots": "\n\n".join(f"![{title}]({name})" for name, (title, _draw) in PLOTS.items()),
        "streams": stream_section(results),
        "load": load_section(results),
    }


def plots(results: Results) -> dict[Path, str]:
    """The plots by where they belong."""
    return {PAGE.with_name(name): draw(results) for name, (_title, draw) in PLOTS.items()}


def filled(page: str, results: Results, file: str) -> str:
    """The page with every marked part made from these results."""
    return fill(page, MARK, sections(results, file))


def write_page(path: Path) -> None:
    """Make the page and its plots show the results file at ``path``."""
    results = read(path)
    PAGE.write_text(filled(PAGE.read_text(), results, shown(path)))
    for target, plot in plots(results).items():
        target.write_text(plot)
