"""Which function answers which request for something kept."""

from collections.abc import Callable

from headgate.simulator.answer import Answer
from headgate.simulator.apis import batches, files, stored_responses, uploads, vector_stores
from headgate.simulator.apis.state_call import StateCall

STATE_APIS: dict[str, Callable[[StateCall], Answer]] = {
    "responses.get": stored_responses.get,
    "responses.delete": stored_responses.delete,
    "responses.cancel": stored_responses.cancel,
    "responses.input_items": stored_responses.input_items,
    "files.list": files.list_all,
    "files.create": files.create,
    "files.get": files.get,
    "files.delete": files.delete,
    "files.content": files.content,
    "uploads.create": uploads.create,
    "uploads.parts": uploads.parts,
    "uploads.complete": uploads.complete,
    "uploads.cancel": uploads.cancel,
    "batches.list": batches.list_all,
    "batches.create": batches.create,
    "batches.get": batches.get,
    "batches.cancel": batches.cancel,
    "vector_stores.list": vector_stores.list_all,
    "vector_stores.create": vector_stores.create,
    "vector_stores.get": vector_stores.get,
    "vector_stores.update": vector_stores.update,
    "vector_stores.delete": vector_stores.delete,
    "vector_stores.search": vector_stores.search,
    "vector_stores.files.list": vector_stores.files_list,
    "vector_stores.files.create": vector_stores.files_create,
    "vector_stores.files.get": vector_stores.files_get,
    "vector_stores.files.update": vector_stores.files_update,
    "vector_stores.files.delete": vector_stores.files_delete,
    "vector_stores.files.content": vector_stores.files_content,
    "vector_stores.file_batches.create": vector_stores.file_batches_create,
    "vector_stores.file_batches.get": vector_stores.file_batches_get,
    "vector_stores.file_batches.cancel": vector_stores.file_batches_get,
    "vector_stores.file_batches.files": vector_stores.file_batches_files,
}
"""A batch of files that is cancelled was done before: cancelling shows it."""
