"""Two small SVG plots: throughput and added latency; logarithmic, since contestants differ by orders of magnitude."""

import math
from collections.abc import Callable, Mapping, Sequence
from html import escape

from bench.results import Results
from bench.summary import request_summaries

WIDTH, ROW_HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 34, 110, 90, 64, 40
NAMESPACE = "http://www.w3.org/2000/svg"
COLOURS = ("#0b6e4f", "#c0562f")
FONT = 'font-family="system-ui, sans-serif" font-size="13"'

Series = Mapping[str, Mapping[str, float]]
"""Series name → contestant → value."""


def throughput_plot(results: Results) -> str:
    """Requests per second at c=64 on one core."""
    series: dict[str, dict[str, float]] = {"plain upstream": {}, "TLS upstream": {}}
    for row in request_summaries(results):
        series["plain upstream" if row.upstream == "plain" else "TLS upstream"][row.contestant] = row.per_second.median
    return _dots("Requests per second on one core, c=64 (logarithmic)", series, "{:,.0f}")


def latency_plot(results: Results) -> str:
    """Latency added to one request at a time, TLS upstream."""
    series: dict[str, dict[str, float]] = {"p50": {}, "p99": {}}
    for row in request_summaries(results):
        if row.upstream == "tls":
            series["p50"][row.contestant] = max(1.0, row.added_p50_us_one.median)
            series["p99"][row.contestant] = max(1.0, row.added_p99_us_one.median)
    return _dots("Added latency in µs, one request at a time, TLS upstream (logarithmic)", series, "{:,.0f}")


def _dots(title: str, series: Series, form: str) -> str:
    names = list(dict.fromkeys(name for values in series.values() for name in values))
    everything = [value for values in series.values() for value in values.values()] or [1.0]
    low, high = math.floor(math.log10(min(everything))), math.ceil(math.log10(max(everything)))
    height = TOP + ROW_HEIGHT * len(names) + BOTTOM

    def x(value: float) -> float:
        return LEFT + (math.log10(value) - low) / max(1, high - low) * (WIDTH - LEFT - RIGHT)

    parts = [
        f'<svg xmlns="{NAMESPACE}" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="12" y="22" {FONT} font-weight="600" fill="#1c1c1c">{escape(title)}</text>',
        *_legend(list(series)),
        *_grid(range(low, high + 1), x, height),
    ]
    for index, name in enumerate(names):
        y = TOP + ROW_HEIGHT * index + ROW_HEIGHT / 2
        parts.append(f'<text x="12" y="{y + 4:.1f}" {FONT} fill="#1c1c1c">{escape(name)}</text>')
        for colour, (offset, values) in zip(COLOURS, zip((-7, 7), series.values(), strict=True), strict=True):
            if name in values:
                parts += _dot(x(values[name]), y + offset, colour, form.format(values[name]))
    return "\n".join([*parts, "</svg>", ""])


def _dot(x: float, y: float, colour: str, label: str) -> list[str]:
    return [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>',
        f'<text x="{x + 9:.1f}" y="{y + 4:.1f}" {FONT} fill="{colour}">{escape(label)}</text>',
    ]


def _legend(names: Sequence[str]) -> list[str]:
    parts = []
    for index, (name, colour) in enumerate(zip(names, COLOURS, strict=True)):
        x = LEFT + 150 * index
        parts += _dot(x, 42, colour, name)
    return parts


def _grid(decades: range, x: Callable[[float], float], height: int) -> list[str]:
    parts = []
    for decade in decades:
        at, bottom = x(10.0**decade), height - BOTTOM + 4
        parts.append(f'<line x1="{at:.1f}" y1="{TOP}" x2="{at:.1f}" y2="{bottom}" stroke="#d8d8d8"/>')
        parts.append(
            f'<text x="{at:.1f}" y="{bottom + 18}" {FONT} text-anchor="middle" fill="#5a5a5a">{10**decade:,}</text>'
        )
    return parts
