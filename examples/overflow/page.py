"""Writing a run into docs/overflow.md: what stands between its markers, and the plots beside it."""

from collections.abc import Sequence
from pathlib import Path

from bench.marked_page import fill
from bench.places import REPOSITORY
from bench.result_files import shown
from examples.overflow.plan import OUTPUT_WEIGHT, PHASES, TOKENS_PER_PTU
from examples.overflow.plots import calls_plot, latency_plot
from examples.overflow.results import Results, read
from examples.overflow.summary import (
    HOURS_OF_A_MONTH,
    INPUT_MILLION,
    OUTPUT_MILLION,
    PTU_HOUR,
    PTU_RESERVED_MONTH,
    TITLES,
    Summary,
    pay_as_you_go_cost,
    summary_of,
)

PAGE = REPOSITORY / "docs" / "overflow.md"
MARK = "overflow"
PLOTS = {
    "overflow-calls.svg": ("Calls per second, by what became of them", calls_plot),
    "overflow-latency.svg": ("Seconds to the first token", latency_plot),
}
"""By file name, beside the page."""


def sections(results: Results, file: str) -> dict[str, str]:
    """What stands between ``<!-- overflow:NAME -->`` and ``<!-- /overflow:NAME -->``."""
    summaries = {name: summary_of(results, name) for name in results.calls}
    return {
        "setting": _setting(results, file),
        "served": _served(summaries),
        "cost": _cost(results, summaries),
        "books": _books(results),
        "plots": "\n\n".join(f"![{title}]({name})" for name, (title, _draw) in PLOTS.items()),
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


def _setting(results: Results, file: str) -> str:
    machine = results.machine
    load = ", ".join(f"{seconds} s at {share:g} x" for seconds, share in PHASES)
    return (
        f"{load} of what {results.ptu} PTU of gpt-4o carry ({results.ptu * TOKENS_PER_PTU:,} input tokens a minute, an "
        f"output token weighing {OUTPUT_WEIGHT}). Run {results.date} on {machine.cpu}, {machine.cores} cores, "
        f"{machine.memory_gb:.0f} GB, Linux {machine.kernel} ({machine.system}); commit {results.commit}. "
        f"Every single call: [`{file}`](../{file})."
    )


def _served(summaries: dict[str, Summary]) -> str:
    head = ("", "calls", "served", "before, in, after the spike", "tries", "first token p50", "p95", "whole p50", "p95")
    rows = []
    for name, one in summaries.items():
        phases = ", ".join(_percent(share) for share in one.by_phase)
        times = (f"{seconds:.2f} s" for seconds in one.latency)
        rows.append((TITLES[name], f"{one.asked}", _percent(one.share), phases, f"{one.tries:,}", *times))
    return _table(head, rows)


def _cost(results: Results, summaries: dict[str, Summary]) -> str:
    head = ("", "tokens served", f"{results.ptu} PTU", "pay-as-you-go", "together", "per 1,000 calls served")
    rows = []
    for name, one in summaries.items():
        parts = (one.provisioned_cost, one.tokens_cost, one.cost, 1000 * one.cost / max(1, one.served))
        rows.append((TITLES[name], f"{one.tokens:,}", *(f"{dollars:.2f} USD" for dollars in parts)))
    return "\n".join([_table(head, rows), "", _prices(results, summaries["headgate"])])


def _prices(results: Results, headgate: Summary) -> str:
    """The prices, and what other ways to serve the same spike would cost by them."""
    peak = max(share for _seconds, share in PHASES)
    peak_cost = headgate.provisioned_cost * peak
    reserved = headgate.provisioned_cost * PTU_RESERVED_MONTH / HOURS_OF_A_MONTH / PTU_HOUR + headgate.tokens_cost
    tokens_alone = pay_as_you_go_cost(results, "headgate")
    return (
        f"Prices: {PTU_HOUR:.2f} USD for a global PTU and hour, {INPUT_MILLION:.2f} and {OUTPUT_MILLION:.2f} USD for a "
        f"million tokens in and out. By them, for the same {results.seconds * results.faster:.0f} seconds:\n\n"
        f"- everything pay-as-you-go: {tokens_alone:.2f} USD\n"
        f"- {results.ptu * peak:,.0f} PTU, which carry the whole spike: {peak_cost:.2f} USD, and as much in calm ones\n"
        f"- Headgate, {results.ptu} PTU reserved for a month ({PTU_RESERVED_MONTH:.0f} USD each): {reserved:.2f} USD"
    )


def _books(results: Results) -> str:
    head = ("deployment", "who counts", "prompt tokens", "completion tokens", "charge")
    rows = []
    for name, row in sorted(results.books.items()):
        served = results.served[name]
        charge = f"{float(row.charge):.4f} USD" if float(row.charge) else "PTU"
        rows.append((name, "`headgate usage`", f"{row.prompt_tokens:,}", f"{row.completion_tokens:,}", charge))
        rows.append(("", "the simulator", f"{served.prompt_tokens:,}", f"{served.completion_tokens:,}", ""))
    return _table(head, rows)


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%" if share in {0.0, 1.0} else f"{100 * share:.1f}%"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    ruler = ["---", *("--:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, ruler, *rows))
