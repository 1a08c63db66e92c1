"""Vector stores: files cut into chunks, each with a vector, and the search among them."""

import operator
import re
from array import array
from collections.abc import Callable
from operator import mul
from typing import Any

from msgspec import Struct, field

from headgate.simulator import tokens
from headgate.simulator.text_vector import vector

_DIMENSIONS = 256
CHUNK_TOKENS = 800
CHUNK_OVERLAP_TOKENS = 400
"""What a file is cut into when the caller does not say (Microsoft Learn, "Azure OpenAI file search")."""
CHUNKS_MAX = 2_000
"""Of one file: 256 floats each, some 2 MB."""


class Chunk(Struct, frozen=True):
    """A piece of a file."""

    text: str
    vector: "array[float]"


class VectorStoreFile(Struct):
    """A file in a store."""

    file_id: str
    filename: str
    created_at: int
    size: int
    chunks: list[Chunk]
    attributes: dict[str, Any] = field(default_factory=dict)
    chunk_tokens: int = CHUNK_TOKENS
    overlap_tokens: int = CHUNK_OVERLAP_TOKENS
    error: str = ""
    """Why it could not be read; empty when it could."""


class FileBatch(Struct, frozen=True):
    """Files that were added together."""

    id: str
    created_at: int
    file_ids: list[str]


class VectorStore(Struct):
    """A store."""

    id: str
    name: str | None
    created_at: int
    metadata: dict[str, str]
    expires_after: dict[str, Any] | None = None
    last_active_at: int = 0
    files: dict[str, VectorStoreFile] = field(default_factory=dict)
    batches: dict[str, FileBatch] = field(default_factory=dict)


class Found(Struct, frozen=True):
    """A chunk that answers a query."""

    file: VectorStoreFile
    text: str
    score: float
    """From 0 to 1."""


def cut(text: str, *, size: int = CHUNK_TOKENS, overlap: int = CHUNK_OVERLAP_TOKENS) -> list[Chunk]:
    """Chunks of at most ``size`` tokens, each beginning with the last ``overlap`` of the one before."""
    pieces = tokens.split(text)
    step = max(1, size - overlap)
    starts = range(0, max(1, len(pieces) - overlap), step)
    texts = ["".join(pieces[start : start + size]).strip() for start in starts[:CHUNKS_MAX]]
    return [Chunk(text=each, vector=vector(each, _DIMENSIONS)) for each in texts if each]


def search(stores: list[VectorStore], query: str, *, filters: dict[str, Any] | None, limit: int) -> list[Found]:
    """The chunks nearest to a query, best first.

    Raises:
        ValueError: for a filter that is none.
    """
    matches({}, filters)  # a filter that is none is an error even where there is nothing to find
    asked = vector(query, _DIMENSIONS)
    words = set(_words(query))
    found = [
        Found(file=file, text=chunk.text, score=round(_score(asked, words, chunk), 4))
        for store in stores
        for file in store.files.values()
        if matches(file.attributes, filters)
        for chunk in file.chunks
    ]
    found.sort(key=lambda each: -each.score)
    return found[:limit]


def _score(asked: "array[float]", words: set[str], chunk: Chunk) -> float:
    """Half nearness, half the share of the query's words that are in the chunk: hybrid, as Azure's search is."""
    nearness: float = max(0.0, sum(map(mul, asked, chunk.vector)))
    shared = len(words & set(_words(chunk.text))) / len(words) if words else 0.0
    return min(1.0, (nearness + shared) / 2)


def _words(text: str) -> list[str]:
    return re.findall(r"\w{3,}", text.lower())


_FILTER_DEPTH_MAX = 16
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda one, others: one in others,
    "nin": lambda one, others: one not in others,
}


def matches(attributes: dict[str, Any], filters: Any, *, depth: int = 0) -> bool:  # noqa: ANN401 (any JSON value)
    """Whether a file's attributes pass a filter: a comparison, or ``and`` / ``or`` of several.

    Raises:
        ValueError: for a filter that is none.
    """
    if not filters:
        return True
    if not isinstance(filters, dict) or depth > _FILTER_DEPTH_MAX:
        raise ValueError("Invalid filter: it is no object, or nested too deeply.")
    kind, key, several = filters.get("type"), filters.get("key"), filters.get("filters")
    if kind in ("and", "or") and isinstance(several, list):
        inner = [matches(attributes, each, depth=depth + 1) for each in several]
        return all(inner) if kind == "and" else any(inner)
    if not isinstance(kind, str) or kind not in _COMPARE or not isinstance(key, str):
        raise ValueError("Invalid filter: its type is none, or it has no 'key' to compare and no 'filters' to combine.")
    if key not in attributes:
        return kind in ("ne", "nin")
    try:
        return bool(_COMPARE[kind](attributes[key], filters.get("value")))
    except TypeError:
        return False
