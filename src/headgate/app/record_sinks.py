"""What becomes of records once they are in the ledger: log lines and metrics."""

from collections.abc import Callable, Sequence

from headgate.core.records import Closed, Denied
from headgate.settings import Settings
from headgate.trace.log_line import LogLevel, denied_line, exchange_level, exchange_line, passes
from headgate.trace.metrics import Known, Meter, measure


class LogSink:
    """Writes a line for each record whose level is wanted."""

    def __init__(self, write: Callable[[bytes], None], level: LogLevel) -> None:
        """``write`` takes one line and must not block for long."""
        self._write = write
        self.level: LogLevel = level
        """The lowest level that is written; a reload may change it."""

    def __call__(self, records: Sequence[Closed | Denied]) -> None:
        """Write the lines of a batch."""
        least = self.level
        denied_wanted = passes("info", least)
        for record in records:
            if isinstance(record, Closed):
                if passes(exchange_level(record), least):
                    self._write(exchange_line(record))
            elif denied_wanted:
                self._write(denied_line(record))


class MetricsSink:
    """Counts and times each record, under the names that the configuration in force knows."""

    def __init__(self, meter: Meter, settings: Settings) -> None:
        self._meter = meter
        self._known = known_names(settings)

    def use(self, settings: Settings) -> None:
        """Know the names of these settings from the next batch on."""
        self._known = known_names(settings)

    def __call__(self, records: Sequence[Closed | Denied]) -> None:
        """Measure a batch."""
        measure(records, self._known, self._meter)


def known_names(settings: Settings) -> Known:
    """Return the names that may become label values, and the pool of each deployment of each model."""
    pools = {
        name: {key: rank for rank, pool in enumerate(model.pools) for key in pool}
        for name, model in settings.models.items()
    }
    return Known(frozenset(settings.use_cases), pools)
