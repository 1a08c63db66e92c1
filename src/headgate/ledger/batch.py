"""One stretch of a journal file, decoded and folded: what is new, what ended, what could not be read."""

from collections.abc import Callable, Iterable

import msgspec
from msgspec import Struct, field

from headgate.core.records import Closed, Denied, JournalRecord, Opened, Resent
from headgate.ledger.plausible import why_implausible

CHUNK_BYTES_MAX = 2 * 1024 * 1024
"""Read and posted in one transaction: some 2,000 exchanges, a tenth of a second. Longer lines are not readable."""

QUARANTINED_BYTES_MAX = 4096
"""Kept of a line that could not be read."""

JOURNAL_VERSION = 1
"""The version of the records this code knows; later ones only add fields, but a person should know."""

_decode = msgspec.json.Decoder(JournalRecord).decode


class OpenLine(Struct, frozen=True):
    """An opened or resent line whose exchange is not closed yet."""

    exchange_id: str
    number: int
    line: str


class BadLine(Struct, frozen=True):
    """A line that could not be read."""

    position: int
    """Bytes from the start of the file."""
    reason: str
    line: str
    """Its first bytes."""


class Batch(Struct):
    """What a stretch of a journal file says, in order."""

    end: int
    """The position after it."""
    lines: int = 0
    records: list[Closed | Denied] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)
    denied: list[Denied] = field(default_factory=list)
    closed_before: list[str] = field(default_factory=list)
    """Ids of exchanges closed here whose opened line, if any, stands in an earlier stretch."""
    still_open: list[OpenLine] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)
    unknown_version: int = 0
    """The version of a journal written by a later Headgate; 0 when there is none."""


def fold(chunk: bytes, position: int, *, last: bool, doubting: bool = False) -> Batch:
    """Fold the whole lines of ``chunk``, which stands at ``position`` of its file.

    With ``last`` nothing comes after the chunk, and a line without its newline is taken for what it is: a record if
    it can be read, else a torn one. With ``doubting`` every record is also asked whether a ledger can keep it, which
    costs as much again: it is for a stretch that a ledger has refused. Never raises for what the bytes say.
    """
    overlong = len(chunk) >= CHUNK_BYTES_MAX and b"\n" not in chunk
    cut = len(chunk) if last or overlong else chunk.rfind(b"\n") + 1
    batch = Batch(end=position + cut)
    lines = chunk[:cut].split(b"\n")
    if not lines[-1]:
        lines.pop()
    _fold_lines(batch, lines, position, _decode_doubting if doubting else _decode)
    return batch


def _fold_lines(batch: Batch, lines: Iterable[bytes], position: int, decode: Callable[[bytes], JournalRecord]) -> None:
    opened: dict[str, list[OpenLine]] = {}
    for line in lines:
        batch.lines += 1
        try:
            _fold_record(batch, opened, decode(line), line)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            batch.bad.append(_bad_line(position, line, str(error)))
        position += len(line) + 1
    batch.still_open = [line for exchange in opened.values() for line in exchange]


def _decode_doubting(line: bytes) -> JournalRecord:
    record: JournalRecord = _decode(line)
    reason = why_implausible(record)
    if reason:
        raise ValueError(reason)
    return record


def _fold_record(batch: Batch, opened: dict[str, list[OpenLine]], record: JournalRecord, line: bytes) -> None:
    if isinstance(record, Closed):
        batch.closed.append(record)
        batch.records.append(record)
        if opened.pop(record.id, None) is None:
            batch.closed_before.append(record.id)
    elif isinstance(record, Opened):
        opened[record.id] = [OpenLine(record.id, 1, line.decode())]
    elif isinstance(record, Resent):
        opened.setdefault(record.id, []).append(OpenLine(record.id, record.number, line.decode()))
    elif isinstance(record, Denied):
        batch.denied.append(record)
        batch.records.append(record)
    elif record.version > JOURNAL_VERSION:
        batch.unknown_version = record.version


def _bad_line(position: int, line: bytes, reason: str) -> BadLine:
    return BadLine(position, reason, line[:QUARANTINED_BYTES_MAX].decode(errors="replace"))
