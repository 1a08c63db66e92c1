from itertools import pairwise
from typing import Any

import pytest

from headgate.simulator.state.vector_stores import VectorStore, VectorStoreFile, cut, matches, search

GATES = "The spillway of the north dam opens at 4.2 metres. "
FISH = "Salmon return to the upper river in October. "


def _store(*texts: str) -> VectorStore:
    files = {
        f"file-{number}": VectorStoreFile(
            file_id=f"file-{number}",
            filename=f"{number}.txt",
            created_at=0,
            size=len(text),
            chunks=cut(text),
            attributes={"number": number},
        )
        for number, text in enumerate(texts)
    }
    return VectorStore(id="vs_1", name=None, created_at=0, metadata={}, files=files)


def test_chunks_overlap_and_leave_nothing_out() -> None:
    text = " ".join(f"word{number}" for number in range(300))
    chunks = cut(text, size=100, overlap=40)

    assert chunks[0].text.startswith("word0 ")
    assert chunks[-1].text.endswith("word299")
    assert all(one.text[-20:] in other.text for one, other in pairwise(chunks))


def test_an_empty_text_has_no_chunks() -> None:
    assert cut("") == []


def test_the_chunk_that_answers_comes_first() -> None:
    hits = search([_store(FISH, GATES)], "When does the spillway open?", filters=None, limit=2)

    assert [hit.file.filename for hit in hits] == ["1.txt", "0.txt"]
    assert 1 >= hits[0].score > hits[1].score >= 0


def test_a_filter_leaves_files_out() -> None:
    only_fish = {"type": "eq", "key": "number", "value": 0}

    assert [hit.file.filename for hit in search([_store(FISH, GATES)], "dam", filters=only_fish, limit=5)] == ["0.txt"]


@pytest.mark.parametrize(
    "filters,expected",
    [
        ({"type": "gte", "key": "year", "value": 2020}, True),
        ({"type": "in", "key": "year", "value": [2019, 2021]}, False),
        ({"type": "nin", "key": "other", "value": [1]}, True),
        ({"type": "lt", "key": "year", "value": "text"}, False),
        ({"type": "or", "filters": [{"type": "eq", "key": "year", "value": 1}, {"type": "ne", "key": "year"}]}, True),
        ({"type": "and", "filters": [{"type": "eq", "key": "year", "value": 2020}, {"type": "gt", "key": "x"}]}, False),
        (None, True),
    ],
)
def test_filters_compare_and_combine(filters: dict[str, Any] | None, expected: bool) -> None:
    assert matches({"year": 2020}, filters) is expected


def test_a_filter_that_is_none_is_an_error() -> None:
    with pytest.raises(ValueError, match="Invalid filter"):
        matches({}, {"type": "like", "key": "year"})


@pytest.mark.parametrize(
    "filters",
    [
        [1],
        "x",
        {"type": ["eq"], "key": "a"},
        {"type": "eq", "key": ["a"], "value": 1},
        {"type": "and", "filters": "x"},
        {"type": "and", "filters": [7]},
        {"type": "eq"},
    ],
)
def test_a_filter_that_is_none_is_refused(filters: Any) -> None:
    with pytest.raises(ValueError, match="Invalid filter"):
        matches({"a": 1}, filters)


def test_filters_are_nested_only_so_deep() -> None:
    nested: dict[str, Any] = {"type": "eq", "key": "a", "value": 1}
    for _ in range(17):
        nested = {"type": "and", "filters": [nested]}

    with pytest.raises(ValueError, match="nested too deeply"):
        matches({"a": 1}, nested)
