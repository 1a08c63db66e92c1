"""Paths under which a resource keeps things: files, batches, stored responses. They name ids, and no deployment."""

from urllib.parse import unquote

ROUTES = {
    "GET responses/*": "responses.get",
    "DELETE responses/*": "responses.delete",
    "POST responses/*/cancel": "responses.cancel",
    "GET responses/*/input_items": "responses.input_items",
    "GET files": "files.list",
    "POST files": "files.create",
    "GET files/*": "files.get",
    "DELETE files/*": "files.delete",
    "GET files/*/content": "files.content",
    "POST uploads": "uploads.create",
    "POST uploads/*/parts": "uploads.parts",
    "POST uploads/*/complete": "uploads.complete",
    "POST uploads/*/cancel": "uploads.cancel",
    "GET batches": "batches.list",
    "POST batches": "batches.create",
    "GET batches/*": "batches.get",
    "POST batches/*/cancel": "batches.cancel",
    "GET vector_stores": "vector_stores.list",
    "POST vector_stores": "vector_stores.create",
    "GET vector_stores/*": "vector_stores.get",
    "POST vector_stores/*": "vector_stores.update",
    "DELETE vector_stores/*": "vector_stores.delete",
    "POST vector_stores/*/search": "vector_stores.search",
    "GET vector_stores/*/files": "vector_stores.files.list",
    "POST vector_stores/*/files": "vector_stores.files.create",
    "GET vector_stores/*/files/*": "vector_stores.files.get",
    "POST vector_stores/*/files/*": "vector_stores.files.update",
    "DELETE vector_stores/*/files/*": "vector_stores.files.delete",
    "GET vector_stores/*/files/*/content": "vector_stores.files.content",
    "POST vector_stores/*/file_batches": "vector_stores.file_batches.create",
    "GET vector_stores/*/file_batches/*": "vector_stores.file_batches.get",
    "POST vector_stores/*/file_batches/*/cancel": "vector_stores.file_batches.cancel",
    "GET vector_stores/*/file_batches/*/files": "vector_stores.file_batches.files",
    "GET assistants": "assistants.list",
    "POST assistants": "assistants.create",
    "GET assistants/*": "assistants.get",
    "POST assistants/*": "assistants.update",
    "DELETE assistants/*": "assistants.delete",
    "POST threads": "threads.create",
    "POST threads/runs": "threads.runs.create_with_thread",
    "GET threads/*": "threads.get",
    "POST threads/*": "threads.update",
    "DELETE threads/*": "threads.delete",
    "GET threads/*/messages": "threads.messages.list",
    "POST threads/*/messages": "threads.messages.create",
    "GET threads/*/messages/*": "threads.messages.get",
    "POST threads/*/messages/*": "threads.messages.update",
    "DELETE threads/*/messages/*": "threads.messages.delete",
    "GET threads/*/runs": "threads.runs.list",
    "POST threads/*/runs": "threads.runs.create",
    "GET threads/*/runs/*": "threads.runs.get",
    "POST threads/*/runs/*": "threads.runs.update",
    "POST threads/*/runs/*/cancel": "threads.runs.cancel",
    "POST threads/*/runs/*/submit_tool_outputs": "threads.runs.submit_tool_outputs",
    "GET threads/*/runs/*/steps": "threads.runs.steps.list",
    "GET threads/*/runs/*/steps/*": "threads.runs.steps.get",
}
"""``METHOD path``; a star stands for an id."""

_SEGMENTS_MAX = 6

Pattern = tuple[tuple[str, ...], str]


def _by_shape() -> dict[tuple[str, int], list[Pattern]]:
    """The patterns by method and number of segments, those with fewer stars first: ``threads/runs`` is no id."""
    found: dict[tuple[str, int], list[Pattern]] = {}
    for written, api in ROUTES.items():
        method, _, path = written.partition(" ")
        segments = tuple(path.split("/"))
        found.setdefault((method, len(segments)), []).append((segments, api))
    for patterns in found.values():
        patterns.sort(key=lambda pattern: pattern[0].count("*"))
    return found


_PATTERNS = _by_shape()


def read(method: str, path: str) -> tuple[str, tuple[str, ...]] | None:
    """The API of a path below ``/openai/`` or ``/openai/v1/`` and the ids in it; None when nothing is kept there."""
    segments = path.split("/", _SEGMENTS_MAX)
    for pattern, api in _PATTERNS.get((method, len(segments)), ()):
        if all(expected in ("*", segment) and segment for expected, segment in zip(pattern, segments, strict=True)):
            ids = (segment for expected, segment in zip(pattern, segments, strict=True) if expected == "*")
            return api, tuple(unquote(each) for each in ids)
    return None
