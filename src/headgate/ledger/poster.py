"""Moving the journal into the ledger: each line once, whatever dies in between.

The rows of a stretch of a journal file and the position after it are one transaction. Whoever dies before the commit
has posted nothing, whoever dies after it has posted all of it, and two posters take turns at the write lock and find
the position where the other left it. Ids are unique in the tables besides: even a journal read twice changes nothing.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct, field
from sqlalchemy import Connection, select

from headgate.core.records import Closed, Denied
from headgate.ledger import statements
from headgate.ledger.batch import CHUNK_BYTES_MAX, Batch, OpenLine, fold
from headgate.ledger.entries import Entries, enter
from headgate.ledger.housekeeping import EVERY_SECONDS, delete_posted
from headgate.ledger.journal_files import Segment, is_alive, list_segments, read_chunk
from headgate.ledger.positions import read_position, unfinished
from headgate.ledger.posting_lock import PostingLock
from headgate.ledger.recovery import lost_exchanges
from headgate.ledger.schema import attempts, exchanges, open_exchanges
from headgate.ledger.store import Ledger
from headgate.metering.charges import PriceBook

Sink = Callable[[Sequence[Closed | Denied]], None]
"""Told of each batch after it is committed; it misses one only if the process dies at that very moment."""

BATCHES_PER_PASS_MAX = 64
"""After these (128 MiB of journal, some seconds) a pass ends, so that its caller can stop or tell how far it is."""

RECOVERED_AT_ONCE = 500
"""Exchanges of a dead worker closed in one transaction."""

ALARMS_REMEMBERED_MAX = 1_000
"""Different alarms a poster remembers having raised; past that many they may repeat."""

SECONDS_PER_HOUR = 3600


class Posted(Struct):
    """What one pass did."""

    lines: int = 0
    exchanges: int = 0
    """Closed ones read, lost ones included."""
    lost: int = 0
    """Exchanges whose end nobody saw, now charged as estimated."""
    denied: int = 0
    """Requests refused before anyone was identified."""
    corrupt: int = 0
    """Lines that could not be read."""
    unpriced: int = 0
    """Attempts some of whose usage has no price."""
    files_deleted: int = 0
    left_bytes: int = 0
    """Of journal still to be posted; 0 when the ledger has everything the pass could see."""
    alarms: list[str] = field(default_factory=list)
    """What a person should know, in sentences; the same one is raised once per poster."""


class Poster:
    """Posts the journal in a folder into a ledger. Use it from one thread at a time.

    ``prices``, ``sinks`` and ``keep_hours`` may be changed between passes.
    """

    def __init__(
        self,
        journal_dir: Path,
        ledger: Ledger,
        prices: PriceBook,
        sinks: Sequence[Sink] = (),
        *,
        keep_hours: float = 24.0,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.prices = prices
        self.sinks = sinks
        self.keep_hours = keep_hours
        self._folder = journal_dir
        self._ledger = ledger
        self._now = now
        self._lock = PostingLock(journal_dir)
        self._alarmed: set[str] = set()
        self._house_kept_at = 0.0

    def post_once(self) -> Posted:
        """Post what the journal holds now, in batches, up to a bounded number of them; say what was done.

        Raises ``LedgerError`` when the ledger cannot be written, ``OSError`` when the journal cannot be read; what
        was posted until then stays posted, and the next pass goes on from there.
        """
        self._lock.take()
        posted = Posted()
        segments = list_segments(self._folder)
        batches_left = BATCHES_PER_PASS_MAX
        for segment in unfinished(self._ledger, segments):
            batches_left = self._post_segment(segment, posted, batches_left)
        if not posted.left_bytes:
            self._close_lost({segment.journal for segment in segments if not segment.complete}, posted)
            posted.files_deleted = self._keep_house()
        return posted

    def close(self) -> None:
        """Stop being the one who posts; the ledger stays open."""
        self._lock.release()

    @property
    def alone(self) -> bool:
        """Whether nobody else was posting when this one last looked."""
        return self._lock.take()

    def _keep_house(self) -> int:
        now = self._now()
        if now < self._house_kept_at + EVERY_SECONDS:
            return 0
        self._house_kept_at = now
        return delete_posted(self._folder, self._ledger, keep_hours=self.keep_hours, now=now)

    def _post_segment(self, segment: Segment, posted: Posted, batches_left: int) -> int:
        """Post a file up to the size it had when the pass began; return how many batches may still follow."""
        while batches_left:
            batches_left -= 1
            try:
                end, moved = self._post_stretch(segment, posted)
            except FileNotFoundError:
                return batches_left  # posted and deleted by another poster since the folder was read
            if end >= segment.size or not moved:
                return batches_left
        with self._ledger.reading() as connection:
            posted.left_bytes += segment.size - read_position(connection, segment.path.name)
        return 0

    def _post_stretch(self, segment: Segment, posted: Posted) -> tuple[int, bool]:
        """Post what fits in one transaction; return the position after it, and whether that is further than before."""
        try:
            batch, entries, start = self._commit(segment, doubting=False)
        except (OverflowError, ValueError):
            # A record says what no ledger can keep. Look at each one, and set those aside.
            batch, entries, start = self._commit(segment, doubting=True)
        posted.lines += batch.lines
        posted.corrupt += len(batch.bad)
        posted.denied += sum(denied.count for denied in batch.denied)
        self._alarm_of_batch(segment, batch, posted)
        self._tell(batch.records, entries, posted)
        return batch.end, batch.end > start

    def _commit(self, segment: Segment, *, doubting: bool) -> tuple[Batch, Entries, int]:
        with self._ledger.writing() as connection:
            start = read_position(connection, segment.path.name)
            chunk = read_chunk(segment.path, start, CHUNK_BYTES_MAX)
            last = segment.complete and start + len(chunk) >= segment.size
            batch = fold(chunk, start, last=last, doubting=doubting)
            entries = enter(batch.closed, segment.journal, self.prices)
            _write(connection, segment, batch, entries)
            statements.set_position(connection, segment.path.name, batch.end, self._now() if last else None)
        return batch, entries, start

    def _close_lost(self, writing: set[str], posted: Posted) -> None:
        """Close what dead workers left open, once everything they wrote has been read."""
        with self._ledger.reading() as connection:
            journals = connection.execute(select(open_exchanges.c.journal).distinct()).scalars().all()
        for journal in journals:
            if journal not in writing and not is_alive(self._folder, journal):
                while self._close_some_lost(journal, posted):
                    pass

    def _close_some_lost(self, journal: str, posted: Posted) -> bool:
        with self._ledger.writing() as connection:
            lines = _open_lines(connection, journal)
            if not lines:
                return False
            lost = lost_exchanges(lines)
            entries = enter(lost, journal, self.prices)
            statements.insert_new(connection, exchanges, entries.exchanges)
            statements.insert_new(connection, attempts, entries.attempts)
            statements.forget_open(connection, list({line.exchange_id for line in lines}))
        posted.lost += len(lost)
        if lost:
            self._alarm(f"exchanges of {journal} without a recorded end, charged as estimated: {len(lost)}", posted)
        self._tell(lost, entries, posted)
        return True

    def _alarm_of_batch(self, segment: Segment, batch: Batch, posted: Posted) -> None:
        if batch.bad:
            first = batch.bad[0]
            self._alarm(
                f"{segment.path.name}: {len(batch.bad)} lines could not be read, the first at byte {first.position}"
                f" ({first.reason}); they are kept in the ledger's table quarantine",
                posted,
            )
        if batch.unknown_version:
            self._alarm(
                f"{segment.path.name} has version {batch.unknown_version}: was it written by a later Headgate?", posted
            )

    def _tell(self, records: Sequence[Closed | Denied], entries: Entries, posted: Posted) -> None:
        posted.exchanges += len(entries.exchanges)
        posted.unpriced += entries.unpriced
        for alarm in dict.fromkeys(entries.alarms):
            self._alarm(alarm, posted)
        if records:
            for sink in self.sinks:
                try:
                    sink(records)
                except Exception as error:  # noqa: BLE001 - whatever a sink does, the books go on
                    self._alarm(f"a sink failed: {error!r}", posted)

    def _alarm(self, alarm: str, posted: Posted) -> None:
        if alarm not in self._alarmed:
            if len(self._alarmed) >= ALARMS_REMEMBERED_MAX:
                self._alarmed.clear()
            self._alarmed.add(alarm)
            posted.alarms.append(alarm)


def _write(connection: Connection, segment: Segment, batch: Batch, entries: Entries) -> None:
    statements.remove_lost(connection, batch.closed_before)
    statements.insert_new(connection, exchanges, entries.exchanges)
    statements.insert_new(connection, attempts, entries.attempts)
    statements.forget_open(connection, batch.closed_before)
    statements.keep_open(connection, segment.journal, batch.still_open)
    statements.add_denials(connection, _by_hour(batch.denied))
    statements.quarantine(connection, segment.path.name, batch.bad)


def _by_hour(denied: Sequence[Denied]) -> Counter[tuple[int, str, int]]:
    counts: Counter[tuple[int, str, int]] = Counter()
    for some in denied:
        counts[int(some.at // SECONDS_PER_HOUR), some.code, some.status] += some.count
    return counts


def _open_lines(connection: Connection, journal: str) -> list[OpenLine]:
    table = open_exchanges
    some = select(table.c.exchange_id).where(table.c.journal == journal).distinct().limit(RECOVERED_AT_ONCE)
    lines = select(table).where(table.c.exchange_id.in_(some)).order_by(table.c.exchange_id, table.c.number)
    return [OpenLine(row.exchange_id, row.number, row.line) for row in connection.execute(lines)]
