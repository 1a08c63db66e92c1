"""The plot of a spike, as SVG: utilisation above, requests served and refused below."""

from headgate.simulator.spike import SECONDS, SpikeReport

_WIDTH, _HEIGHT, _LEFT, _TOP = 860, 420, 60, 40
_PLOT_WIDTH = _WIDTH - _LEFT - 20
_UPPER, _LOWER = 200, 100
_LOWER_TOP = _TOP + _UPPER + 40


def plot(report: SpikeReport) -> str:
    """Draw it; a text alternative says the sums."""
    title = (
        f"{report.resource}/{report.deployment}, {report.ptu} PTU: {report.requests} requests, {report.served} served, "
        f"{report.refused} refused with 429"
    )
    top = max(1.2, report.utilization_max)
    full = _TOP + _UPPER * (1 - 1 / top)
    right, legend = _WIDTH - 20, "requests per second: served blue, refused red; seconds 0 to"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
    limit = f'<line x1="{_LEFT}" x2="{right}" y1="{full:.1f}" y2="{full:.1f}"'
    return "\n".join(
        [
            f'{head} font-family="sans-serif" font-size="12"><title>{_escaped(title)}</title>',
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
            f'<text x="{_LEFT}" y="24" font-size="14">{_escaped(title)}</text>',
            f'{limit} stroke="#b00" stroke-dasharray="4"/>',
            f'<text x="{_LEFT - 6}" y="{full + 4:.1f}" text-anchor="end">100 %</text>',
            f'<text x="{_LEFT - 6}" y="{_TOP + _UPPER}" text-anchor="end">0 %</text>',
            f'<polyline fill="none" stroke="#0467a8" points="{_curve(report, top)}"/>',
            *_bars(report),
            f'<text x="{_LEFT}" y="{_HEIGHT - 8}">{legend} {SECONDS}</text>',
            "</svg>\n",
        ]
    )


def _x(second: float) -> float:
    return _LEFT + _PLOT_WIDTH * second / SECONDS


def _curve(report: SpikeReport, top: float) -> str:
    points = (f"{_x(each.at):.1f},{_TOP + _UPPER * (1 - each.utilization / top):.1f}" for each in report.load)
    return " ".join(points)


def _bars(report: SpikeReport) -> list[str]:
    most = max((each.requests for each in report.load), default=1)
    width = max(1.0, _PLOT_WIDTH / SECONDS - 0.5)
    bars = []
    for each in report.load:
        refused, whole = (_LOWER * count / most for count in (each.throttled, each.requests))
        for colour, lower, upper in (("#b00", 0.0, refused), ("#0467a8", refused, whole)):
            if upper > lower:
                y = _LOWER_TOP + _LOWER - upper
                bars.append(
                    f'<rect x="{_x(each.at):.1f}" y="{y:.1f}" width="{width:.1f}" height="{upper - lower:.1f}" '
                    f'fill="{colour}"/>'
                )
    return bars


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
