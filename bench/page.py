"""Writing a run into docs/performance.md: what stands between its markers, and the plots beside it."""

import re
from pathlib import Path

from bench.places import PAGE
from bench.plots import latency_plot, throughput_plot
from bench.results import Results, read, shown
from bench.tables import load_section, request_section, setting_section, stream_section, verdict_section

PLOTS = {
    "performance-throughput.svg": ("Requests per second on one core", throughput_plot),
    "performance-latency.svg": ("Added latency, one request at a time", latency_plot),
}
"""By file name, beside the page."""
FILE = re.compile(r"<!-- bench:setting -->.*?\[`(?P<file>[^`]+)`\]", re.DOTALL)


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
    for name, content in sections(results, file).items():
        begin, end = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
        before, found_begin, rest = page.partition(begin)
        _old, found_end, after = rest.partition(end)
        if not found_begin or not found_end:
            raise LookupError(f"the page has no place for {name}: it needs {begin} and {end}")
        page = f"{before}{begin}\n{content}\n{end}{after}"
    return page


def write_page(path: Path) -> None:
    """Make the page and its plots show the results file at ``path``."""
    results = read(path)
    PAGE.write_text(filled(PAGE.read_text(), results, shown(path)))
    for target, plot in plots(results).items():
        target.write_text(plot)


def quoted_file(page: str) -> str | None:
    """The results file a page says it quotes."""
    found = FILE.search(page)
    return found["file"] if found else None
