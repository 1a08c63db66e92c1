"""Vector stores: their files, and the search in them."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from headgate.simulator import errors, ids
from headgate.simulator.answer import Answer
from headgate.simulator.apis import files
from headgate.simulator.apis.limits import checked_metadata
from headgate.simulator.apis.state_call import StateCall, answered, deleted, found
from headgate.simulator.state import vector_stores as stores
from headgate.simulator.state.paging import page
from headgate.simulator.state.vector_stores import FileBatch, VectorStore, VectorStoreFile

_FILES_MAX = 500
"""Files of one store; Azure takes 10,000."""
_DAY_SECONDS = 86_400


class StaticChunking(Struct):
    """How a file is cut."""

    max_chunk_size_tokens: Annotated[int, Meta(ge=100, le=4096)] = stores.CHUNK_TOKENS
    chunk_overlap_tokens: Annotated[int, Meta(ge=0)] = stores.CHUNK_OVERLAP_TOKENS


class Chunking(Struct):
    """The strategy: ``auto``, or ``static`` with its sizes."""

    type: str = "auto"
    static: StaticChunking | None = None


class StoreAsk(Struct):
    """A request to make or to change a store."""

    name: str | None = None
    file_ids: Annotated[list[str], Meta(max_length=_FILES_MAX)] | None = None
    metadata: dict[str, str] | None = None
    expires_after: dict[str, Any] | None = None
    chunking_strategy: Chunking | None = None


class FileAsk(Struct):
    """A request to add a file, or to change its attributes."""

    file_id: str = ""
    attributes: dict[str, Any] | None = None
    chunking_strategy: Chunking | None = None


class FileBatchAsk(Struct):
    """A request to add several files."""

    file_ids: Annotated[list[str], Meta(max_length=_FILES_MAX)] | None = None
    files: Annotated[list[FileAsk], Meta(max_length=_FILES_MAX)] | None = None
    attributes: dict[str, Any] | None = None
    chunking_strategy: Chunking | None = None


class SearchAsk(Struct):
    """A search."""

    query: str | list[str]
    filters: dict[str, Any] | None = None
    max_num_results: Annotated[int, Meta(ge=1, le=50)] = 10


_STORE = msgspec.json.Decoder(StoreAsk)
_FILE = msgspec.json.Decoder(FileAsk)
_FILE_BATCH = msgspec.json.Decoder(FileBatchAsk)
_SEARCH = msgspec.json.Decoder(SearchAsk)


def create(call: StateCall) -> Answer:
    """Make a store, with files if some are named."""
    return answered(_shown(new_store(call, call.read(_STORE)), call.now))


def new_store(call: StateCall, ask: StoreAsk) -> VectorStore:
    """Keep a new store.

    Raises:
        AzureError: a 404 for a file that is not here, a 400 when there is no room.
    """
    store = VectorStore(
        id=ids.of("vs_"),
        name=ask.name,
        created_at=int(call.now),
        metadata=checked_metadata(ask.metadata),
        expires_after=ask.expires_after,
        last_active_at=int(call.now),
    )
    for file_id in ask.file_ids or ():
        add_file(call, store, FileAsk(file_id=file_id), ask.chunking_strategy)
    call.state.vector_stores.put(store.id, store, size=0)
    return store


def list_all(call: StateCall) -> Answer:
    """A page of the stores, newest first."""
    listed = page(
        call.state.vector_stores, call.query, id_of=lambda each: each.id, shown=lambda each: _shown(each, call.now)
    )
    return answered(listed)


def get(call: StateCall) -> Answer:
    """What is known of a store."""
    return answered(_shown(_kept(call), call.now))


def update(call: StateCall) -> Answer:
    """Change its name, metadata or end."""
    store, ask = _kept(call), call.read(_STORE)
    store.name = store.name if ask.name is None else ask.name
    store.metadata = store.metadata if ask.metadata is None else checked_metadata(ask.metadata)
    store.expires_after = store.expires_after if ask.expires_after is None else ask.expires_after
    return answered(_shown(store, call.now))


def delete(call: StateCall) -> Answer:
    """Take a store away; its files stay."""
    store = _kept(call)
    call.state.vector_stores.remove(store.id)
    return deleted(store.id, "vector_store.deleted")


def search(call: StateCall) -> Answer:
    """Find what answers a query."""
    store, ask = _kept(call), call.read(_SEARCH)
    store.last_active_at = int(call.now)
    queries = [ask.query] if isinstance(ask.query, str) else ask.query
    try:
        hits = stores.search([store], " ".join(queries), filters=ask.filters, limit=ask.max_num_results)
    except ValueError as error:
        raise errors.invalid(str(error), param="filters", code="invalid_value") from error
    data = [
        {
            "file_id": hit.file.file_id,
            "filename": hit.file.filename,
            "score": hit.score,
            "attributes": hit.file.attributes,
            "content": [{"type": "text", "text": hit.text}],
        }
        for hit in hits
    ]
    listed = {
        "object": "vector_store.search_results.page",
        "search_query": queries,
        "data": data,
        "has_more": False,
        "next_page": None,
    }
    return answered(listed)


def files_create(call: StateCall) -> Answer:
    """Put a file into a store."""
    store, ask = _kept(call), call.read(_FILE)
    return answered(_shown_file(store, add_file(call, store, ask, ask.chunking_strategy)))


def files_list(call: StateCall) -> Answer:
    """A page of a store's files, newest first."""
    return answered(_listed_files(_kept(call), None, call.query))


def files_get(call: StateCall) -> Answer:
    """What is known of a file in a store."""
    return answered(_shown_file(*_kept_file(call)))


def files_update(call: StateCall) -> Answer:
    """Change the attributes of a file in a store."""
    store, file = _kept_file(call)
    file.attributes = call.read(_FILE).attributes or {}
    return answered(_shown_file(store, file))


def files_delete(call: StateCall) -> Answer:
    """Take a file out of a store; the file itself stays."""
    store, file = _kept_file(call)
    del store.files[file.file_id]
    return deleted(file.file_id, "vector_store.file.deleted")


def files_content(call: StateCall) -> Answer:
    """The text that was read from a file."""
    _, file = _kept_file(call)
    data = [{"type": "text", "text": chunk.text} for chunk in file.chunks]
    listed = {
        "object": "vector_store.file_content.page",
        "data": data,
        "has_more": False,
        "next_page": None,
        "file_id": file.file_id,
        "filename": file.filename,
        "attributes": file.attributes,
    }
    return answered(listed)


def file_batches_create(call: StateCall) -> Answer:
    """Put several files into a store."""
    store, ask = _kept(call), call.read(_FILE_BATCH)
    asked = ask.files or [FileAsk(file_id=each, attributes=ask.attributes) for each in ask.file_ids or ()]
    for each in asked:
        add_file(call, store, each, each.chunking_strategy or ask.chunking_strategy)
    batch = FileBatch(id=ids.of("vsfb_"), created_at=int(call.now), file_ids=[each.file_id for each in asked])
    store.batches[batch.id] = batch
    if len(store.batches) > _FILES_MAX:
        del store.batches[next(iter(store.batches))]
    return answered(_shown_batch(store, batch))


def file_batches_get(call: StateCall) -> Answer:
    """How far such a batch is: files are read at once, so it is done."""
    return answered(_shown_batch(*_kept_batch(call)))


def file_batches_files(call: StateCall) -> Answer:
    """A page of the files of such a batch."""
    store, batch = _kept_batch(call)
    return answered(_listed_files(store, batch, call.query))


def add_file(call: StateCall, store: VectorStore, ask: FileAsk, chunking: Chunking | None = None) -> VectorStoreFile:
    """Put a file into a store, cut into chunks; one that is no text is there, and says that it failed.

    Raises:
        AzureError: a 404 for a file that is not here, a 400 for too many of them or for sizes that do not fit.
    """
    file = files.kept(call, ask.file_id)
    if len(store.files) >= _FILES_MAX:
        raise errors.invalid(f"A vector store holds at most {_FILES_MAX} files.", param="file_id")
    sizes = chunking.static if chunking is not None and chunking.static is not None else StaticChunking()
    if sizes.chunk_overlap_tokens * 2 > sizes.max_chunk_size_tokens:
        raise errors.invalid(
            "'chunk_overlap_tokens' must be at most half of 'max_chunk_size_tokens'.", param="chunking_strategy"
        )
    added = VectorStoreFile(
        file_id=file.id,
        filename=file.filename,
        created_at=int(call.now),
        size=len(file.content),
        chunks=[],
        attributes=ask.attributes or {},
        chunk_tokens=sizes.max_chunk_size_tokens,
        overlap_tokens=sizes.chunk_overlap_tokens,
    )
    try:
        text = file.content.decode()
    except UnicodeDecodeError:
        added.error = "The file could not be parsed because it is not text in UTF-8."
    else:
        added.chunks = stores.cut(text, size=added.chunk_tokens, overlap=added.overlap_tokens)
    store.files[file.id] = added
    return added


def live(call: StateCall, store_id: str) -> VectorStore | None:
    """The store of this id, unless its time is over."""
    store = call.state.vector_stores.get(store_id)
    if store is not None and (ends := _expires_at(store)) is not None and ends <= call.now:
        call.state.vector_stores.remove(store.id)
        return None
    return store


def _kept(call: StateCall) -> VectorStore:
    return found(live(call, call.id), "Vector store", call.id)


def _kept_file(call: StateCall) -> tuple[VectorStore, VectorStoreFile]:
    store = _kept(call)
    return store, found(store.files.get(call.ids[1]), "File", call.ids[1])


def _kept_batch(call: StateCall) -> tuple[VectorStore, FileBatch]:
    store = _kept(call)
    return store, found(store.batches.get(call.ids[1]), "File batch", call.ids[1])


def _expires_at(store: VectorStore) -> int | None:
    days = (store.expires_after or {}).get("days")
    return store.last_active_at + int(days) * _DAY_SECONDS if isinstance(days, int) else None


def _shown(store: VectorStore, now: float) -> dict[str, Any]:
    ends = _expires_at(store)
    return {
        "id": store.id,
        "object": "vector_store",
        "created_at": store.created_at,
        "name": store.name,
        "usage_bytes": sum(file.size for file in store.files.values()),
        "file_counts": _counts(list(store.files.values())),
        "status": "expired" if ends is not None and ends <= now else "completed",
        "expires_after": store.expires_after,
        "expires_at": ends,
        "last_active_at": store.last_active_at,
        "metadata": store.metadata,
    }


def _counts(counted: list[VectorStoreFile]) -> dict[str, int]:
    failed = sum(bool(file.error) for file in counted)
    total = len(counted)
    return {"in_progress": 0, "completed": total - failed, "failed": failed, "cancelled": 0, "total": total}


def _listed_files(store: VectorStore, batch: FileBatch | None, query: Mapping[str, str]) -> dict[str, Any]:
    chosen = [file for file in store.files.values() if batch is None or file.file_id in batch.file_ids]
    return page(chosen, query, id_of=lambda file: file.file_id, shown=lambda file: _shown_file(store, file))


def _shown_file(store: VectorStore, file: VectorStoreFile) -> dict[str, Any]:
    static = {"max_chunk_size_tokens": file.chunk_tokens, "chunk_overlap_tokens": file.overlap_tokens}
    return {
        "id": file.file_id,
        "object": "vector_store.file",
        "usage_bytes": file.size,
        "created_at": file.created_at,
        "vector_store_id": store.id,
        "status": "failed" if file.error else "completed",
        "last_error": {"code": "invalid_file", "message": file.error} if file.error else None,
        "chunking_strategy": {"type": "static", "static": static},
        "attributes": file.attributes,
    }


def _shown_batch(store: VectorStore, batch: FileBatch) -> dict[str, Any]:
    held = [store.files[each] for each in batch.file_ids if each in store.files]
    return {
        "id": batch.id,
        "object": "vector_store.file_batch",
        "created_at": batch.created_at,
        "vector_store_id": store.id,
        "status": "completed",
        "file_counts": _counts(held),
    }
