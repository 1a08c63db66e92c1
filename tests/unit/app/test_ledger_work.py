from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from headgate.adapters.log import Log
from headgate.app.ledger_work import LedgerWork
from headgate.core.errors import ConfigurationError
from headgate.core.records import Closed, Denied, JournalStart
from headgate.settings import Settings
from tests.unit.app.samples import SETTINGS
from tests.unit.app.test_control_process import exchange, write_journal


class Posted:
    """Ledger work over a folder, and what came of it."""

    def __init__(self, data: Path) -> None:
        self.settings = replace(SETTINGS, data=str(data))
        self.records: list[Closed | Denied] = []
        self.lines: list[dict[str, object]] = []
        log = Log(lambda line: self.lines.append(msgspec.json.decode(line)), process="control")
        self.work = LedgerWork(self.settings, (self.note,), log)

    def note(self, records: Sequence[Closed | Denied]) -> None:
        self.records += records


@pytest.fixture
def posted(tmp_path: Path) -> Iterator[Posted]:
    posted = Posted(tmp_path)
    yield posted
    posted.work.close()


def test_what_the_journal_holds_is_posted_and_handed_on(posted: Posted, tmp_path: Path) -> None:
    write_journal(tmp_path, "a", exchange(1), exchange(2))

    assert posted.work.post()
    assert not posted.work.post()

    assert [record.id for record in posted.records] == ["id-1", "id-2"]


def test_the_lag_is_what_was_written_since(posted: Posted, tmp_path: Path) -> None:
    assert posted.work.lag_bytes() == 0
    write_journal(tmp_path, "a", exchange(1))

    size = (tmp_path / "journal" / "gate-0-a-0001.jsonl").stat().st_size
    assert posted.work.lag_bytes() == size
    posted.work.post()

    assert posted.work.lag_bytes() == 0


def test_what_the_ledger_notices_is_an_alarm_in_the_log(posted: Posted, tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    folder.mkdir()
    start = msgspec.json.encode(JournalStart(1, "gate-0", "a", 0.0))
    (folder / "gate-0-a-0001.jsonl").write_bytes(start + b"\nnonsense\n")

    posted.work.post()

    [alarm] = [line for line in posted.lines if line["event"] == "ledger_alarm"]
    assert alarm["level"] == "warning"


def test_other_settings_hold_from_the_next_pass_on(posted: Posted, tmp_path: Path) -> None:
    missing: Settings = replace(posted.settings, prices=str(tmp_path / "no-such-prices.yaml"))

    posted.work.use(missing)

    with pytest.raises(ConfigurationError):
        posted.work.post()
    posted.work.use(posted.settings)
    assert not posted.work.post()
