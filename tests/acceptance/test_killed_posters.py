"""Posters killed with ``kill -9`` while workers write, die and come back: the books are as if nothing had happened."""

import random
import subprocess
import sys
from pathlib import Path

from tests.unit.ledger.samples import Books, Worker, attempt, closed, denied, opened

SEED = 20261123
KILLS = 4
EXCHANGES_PER_KILL = 4_000

POSTER = """
import sys
from pathlib import Path
from headgate.ledger import Poster, open_ledger
from headgate.metering.charges import PriceBook
data = Path(sys.argv[1])
poster = Poster(data / "journal", open_ledger(data), PriceBook())
print("posting", flush=True)
while True:
    poster.post_once()
"""


def test_nothing_is_missing_and_nothing_is_double(tmp_path: Path) -> None:
    books = Books(tmp_path)
    story = _Story(books.folder, random.Random(SEED))
    for _ in range(KILLS):
        with subprocess.Popen([sys.executable, "-c", POSTER, str(tmp_path)], stdout=subprocess.PIPE) as poster:
            assert poster.stdout is not None
            poster.stdout.readline()
            story.go_on(EXCHANGES_PER_KILL)
            poster.kill()
    story.end()
    while books.post().left_bytes:
        pass

    assert {row["id"]: row["outcome"] for row in books.rows("exchanges")} == story.outcomes, f"seed {SEED}"
    assert len(books.rows("attempts")) == len(story.outcomes)
    assert sum(row["count"] for row in books.rows("denials")) == story.denied
    assert (books.rows("open_exchanges"), books.rows("quarantine")) == ([], [])
    books.close()


class _Story:
    """What the workers do, and how it must end."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.outcomes: dict[str, str] = {}
        self.denied = 0
        self._folder = folder
        self._chance = chance
        self._lives = 0
        self._count = 0
        self._worker = self._new_worker()

    def _new_worker(self) -> Worker:
        self._lives += 1
        return Worker(self._folder, f"b{self._lives}")

    def go_on(self, exchanges: int) -> None:
        for _ in range(exchanges):
            self._count += 1
            self._exchange(f"x{self._count:06d}")
            if self._chance.random() < 0.001:
                self._worker.rotate()
            if self._chance.random() < 0.001:
                self._worker.die()
                self._worker = self._new_worker()

    def _exchange(self, id_: str) -> None:
        self._worker.write(opened(id_))
        self.outcomes[id_] = "lost"
        if self._chance.random() < 0.9:
            self._worker.write(closed(id_, attempt()))
            self.outcomes[id_] = "answered"
        if self._chance.random() < 0.05:
            self._worker.write(denied())
            self.denied += 1

    def end(self) -> None:
        self._worker.die()
