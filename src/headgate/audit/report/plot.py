"""The plot of coverage: a bar per bullet, as inline SVG."""

import html
from collections.abc import Mapping, Sequence

from msgspec import Struct

from headgate.audit.verdict import Outcome

COLOURS: dict[Outcome, str] = {
    "fail": "#b3261e",
    "unknown": "#c98a1b",
    "manual": "#7d6cc4",
    "waived": "#7b93a5",
    "pass": "#2e8b57",
}
ROW, BAR, NAMES, WIDTH, COUNTS = 20, 13, 210, 560, 290
"""Pixels: a row, the bar in it, the space for names, the longest bar, the space for counts."""


class Bar(Struct, frozen=True):
    """One row: a name and how many findings have each outcome."""

    name: str
    counts: Mapping[str, int]


def plot(bars: Sequence[Bar]) -> str:
    """Return the bars as SVG. An empty frame is a bullet without evidence."""
    most = max((sum(bar.counts.get(one, 0) for one in COLOURS) for bar in bars), default=1) or 1
    height = ROW * (len(bars) + 1)
    rows = [_legend()]
    rows += [_row(bar, ROW * number, most) for number, bar in enumerate(bars, 1)]
    size = f'viewBox="0 0 {NAMES + WIDTH + COUNTS} {height}" width="100%" role="img" aria-label="Findings by bullet"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(rows)}</svg>'


def _legend() -> str:
    parts = []
    for number, (outcome, colour) in enumerate(COLOURS.items()):
        x = NAMES + 95 * number
        parts.append(f'<rect x="{x}" y="2" width="11" height="11" fill="{colour}"/>')
        parts.append(f'<text x="{x + 16}" y="12">{outcome}</text>')
    return "".join(parts)


def _row(bar: Bar, y: int, most: int) -> str:
    parts = [f'<text x="{NAMES - 8}" y="{y + 12}" text-anchor="end">{html.escape(bar.name)}</text>']
    x, told = float(NAMES), []
    for outcome, colour in COLOURS.items():
        count = bar.counts.get(outcome, 0)
        if count:
            width = max(4.0, WIDTH * count / most)
            parts.append(f'<rect x="{x:.1f}" y="{y + 2}" width="{width:.1f}" height="{BAR}" fill="{colour}"/>')
            told.append(f"{count} {outcome}")
            x += width
    if not told:
        parts.append(f'<rect x="{NAMES}" y="{y + 2.5}" width="60" height="{BAR - 1}" fill="none" stroke="#c98a1b"/>')
    parts.append(f'<text x="{x + (8 if told else 68):.1f}" y="{y + 12}">{", ".join(told) or "no evidence"}</text>')
    return "".join(parts)
