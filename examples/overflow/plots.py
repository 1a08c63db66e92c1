"""Two SVG plots: what became of the calls of each second, and how long the first token took."""

from collections.abc import Sequence
from html import escape

from examples.overflow.plan import PHASES, SECONDS
from examples.overflow.results import CallMade, Results
from examples.overflow.summary import TITLES, percentile

WIDTH, LEFT, RIGHT, TOP = 860, 60, 20, 64
PANEL, GAP = 90, 36
COLOURS = {"served by provisioned capacity": "#0467a8", "served by pay-as-you-go": "#0b6e4f", "refused": "#b3261e"}
LINES = ("#c0562f", "#7a5195", "#0467a8", "#0b6e4f")
SLICE = 5
"""Seconds that one point of the latency plot covers."""
NAMESPACE = "http://www.w3.org/2000/svg"
FONT = 'font-family="system-ui, sans-serif" font-size="13"'
INK, FAINT = "#1c1c1c", "#d8d8d8"


def calls_plot(results: Results) -> str:
    """A panel for each who took part: the calls of each second, by what became of them."""
    height = TOP + (PANEL + GAP) * len(results.calls) + 20
    counts = {name: _by_second(results, calls) for name, calls in results.calls.items()}
    most = max(sum(second) for seconds in counts.values() for second in seconds) or 1
    parts = _frame("Calls per second, by what became of them", height)
    parts += _legend(COLOURS)
    for row, (name, seconds) in enumerate(counts.items()):
        top = TOP + (PANEL + GAP) * row + 18
        parts.append(_text(LEFT, top - 6, TITLES[name]))
        parts += _spike(top)
        parts += [_text(LEFT - 8, top + 8, str(most), anchor="end"), _text(LEFT - 8, top + PANEL, "0", anchor="end")]
        for second, kinds in enumerate(seconds):
            parts += _bar(second, kinds, top, PANEL / most)
    parts += _seconds_axis(height - 8)
    return "\n".join([*parts, "</svg>", ""])


def latency_plot(results: Results) -> str:
    """The time to the first token that 95 of 100 served calls kept to, by when they were sent."""
    curves = {name: _first_token_p95(results, calls) for name, calls in results.calls.items()}
    top_value = max((value for curve in curves.values() for _, value in curve), default=1.0) * 1.1
    panel, height = 260, TOP + 260 + 50
    parts = _frame(f"Seconds to the first token, 95th percentile of {SLICE} s; served calls only", height)
    parts += _legend({TITLES[name]: colour for name, colour in zip(curves, LINES, strict=True)}, wide=True)
    parts += _spike(TOP + 18, panel)
    for value in (0.0, top_value / 2, top_value):
        y = TOP + 18 + panel * (1 - value / top_value)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{FAINT}"/>')
        parts.append(_text(LEFT - 8, y + 4, f"{value:.2f}", anchor="end"))
    for curve, colour in zip(curves.values(), LINES, strict=True):
        points = " ".join(f"{_x(at):.1f},{TOP + 18 + panel * (1 - value / top_value):.1f}" for at, value in curve)
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{points}"/>')
    parts += _seconds_axis(height - 8)
    return "\n".join([*parts, "</svg>", ""])


def _by_second(results: Results, calls: Sequence[CallMade]) -> list[tuple[int, int, int]]:
    counts = [[0, 0, 0] for _ in range(SECONDS)]
    for call in calls:
        kind = 2 if not call.served else 0 if call.deployment.endswith("-ptu") else 1
        counts[min(SECONDS - 1, int(call.at * results.faster))][kind] += 1
    return [(first, second, third) for first, second, third in counts]


def _first_token_p95(results: Results, calls: Sequence[CallMade]) -> list[tuple[float, float]]:
    slices: dict[int, list[float]] = {}
    for call in calls:
        if call.served:
            slices.setdefault(int(call.at * results.faster) // SLICE, []).append(call.first_token * results.faster)
    return [(SLICE * (number + 0.5), percentile(times, 95)) for number, times in sorted(slices.items())]


def _x(second: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * second / SECONDS


def _frame(title: str, height: int) -> list[str]:
    return [
        f'<svg xmlns="{NAMESPACE}" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="12" y="22" {FONT} font-weight="600" fill="{INK}">{escape(title)}</text>',
    ]


def _text(x: float, y: float, words: str, *, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {FONT} text-anchor="{anchor}" fill="{INK}">{escape(words)}</text>'


def _legend(colours: dict[str, str], *, wide: bool = False) -> list[str]:
    parts, x = [], 12.0
    for name, colour in colours.items():
        parts.append(f'<rect x="{x:.1f}" y="36" width="10" height="10" fill="{colour}"/>')
        parts.append(_text(x + 14, 45, name))
        x += 30 + (6.35 if wide else 6.6) * len(name)
    return parts


def _spike(top: float, height: float = PANEL) -> list[str]:
    begin, length = PHASES[0][0], PHASES[1][0]
    shade = f'x="{_x(begin):.1f}" y="{top:.1f}" width="{_x(begin + length) - _x(begin):.1f}" height="{height:.1f}"'
    return [f'<rect {shade} fill="#f4f1ea"/>']


def _bar(second: int, kinds: Sequence[int], top: float, scale: float) -> list[str]:
    parts, bottom = [], top + PANEL
    width = (WIDTH - LEFT - RIGHT) / SECONDS - 1
    for count, colour in zip(kinds, COLOURS.values(), strict=True):
        if count:
            bottom -= count * scale
            place = f'x="{_x(second):.1f}" y="{bottom:.1f}" width="{width:.1f}" height="{count * scale:.1f}"'
            parts.append(f'<rect {place} fill="{colour}"/>')
    return parts


def _seconds_axis(y: float) -> list[str]:
    begins = [0, PHASES[0][0], PHASES[0][0] + PHASES[1][0], SECONDS]
    return [_text(_x(second), y, f"{second} s", anchor="end" if second == SECONDS else "middle") for second in begins]
