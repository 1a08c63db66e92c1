from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.ledger.samples import Books, Worker


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    books = Books(tmp_path)
    yield books
    books.close()


@pytest.fixture
def worker(books: Books) -> Iterator[Worker]:
    worker = Worker(books.folder)
    yield worker
    worker.die()
