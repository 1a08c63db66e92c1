"""Posting as the control process does it: the ledger, the poster, the prices in force, and what it noticed."""

import contextlib
from collections.abc import Sequence
from pathlib import Path

from headgate.adapters.log import Log
from headgate.ledger import Poster, Sink, open_ledger
from headgate.metering.price_file import load_prices
from headgate.settings import Settings


class LedgerWork:
    """One poster over the journal of a data folder; used from one thread, except where said otherwise."""

    def __init__(self, settings: Settings, sinks: Sequence[Sink], log: Log) -> None:
        """Open the ledger; raises ``LedgerError`` when it cannot be used."""
        data = Path(settings.data)
        self._journal = data / "journal"
        self._log = log
        self._in_force = settings
        self._wanted = settings
        self._sizes: dict[str, int] = {}
        self._left_bytes = 0
        prices = load_prices(settings.prices)
        self._ledger = open_ledger(data)
        self._poster = Poster(
            self._journal,
            self._ledger,
            prices,
            sinks,
            keep_hours=settings.journal.keep_hours,
        )

    def use(self, settings: Settings) -> None:
        """Price and keep by other settings from the next pass on; may be called from any thread."""
        self._wanted = settings

    def post(self) -> bool:
        """Post what the journal holds; tell whether there was anything."""
        wanted = self._wanted
        if wanted is not self._in_force:
            self._poster.prices = load_prices(wanted.prices)
            self._poster.keep_hours = wanted.journal.keep_hours
            self._in_force = wanted
        sizes = self._file_sizes()
        posted = self._poster.post_once()
        self._sizes, self._left_bytes = sizes, posted.left_bytes
        for alarm in posted.alarms:
            self._log.warning("ledger_alarm", message=alarm)
        return posted.lines > 0

    def close(self) -> None:
        """Close the ledger; nothing is posted after that."""
        self._ledger.close()

    def lag_bytes(self) -> int:
        """Return how much of the journal is not in the ledger now; may be called from any thread."""
        sizes = self._sizes
        grown = sum(max(0, size - sizes.get(name, 0)) for name, size in self._file_sizes().items())
        return grown + self._left_bytes

    def _file_sizes(self) -> dict[str, int]:
        sizes = {}
        for path in self._journal.glob("*.jsonl"):
            with contextlib.suppress(FileNotFoundError):
                sizes[path.name] = path.stat().st_size
        return sizes
