"""What a resource keeps, with the official client: files, uploads, batches, vector stores; and whose it is."""

import json
import os
import time
from collections.abc import Callable
from typing import Any

from openai import NotFoundError, OpenAI
from shown import shown

TEXT = b"The north dam was built in 1911. Its spillway opens at 4.2 metres."
PATIENCE_SECONDS = 20


def until(get: Callable[[], Any], status: str) -> Any:
    """Ask again until it has this status."""
    last = time.monotonic() + PATIENCE_SECONDS
    while (found := get()).status != status:
        assert time.monotonic() < last, found
        time.sleep(0.05)
    return found


def gone(get: Callable[[], object]) -> None:
    """It must not be there."""
    try:
        get()
    except NotFoundError:
        return
    raise AssertionError("it was found")


def files(client: OpenAI) -> None:
    """A file, and another resource that does not know it."""
    file = client.files.create(file=("dam.txt", TEXT), purpose="assistants")
    assert client.files.retrieve(file.id).bytes == len(TEXT)
    assert client.files.content(file.id).read() == TEXT
    assert file.id in [each.id for each in client.files.list(limit=1)]
    with OpenAI(base_url=os.environ["SIMULATOR_OTHER_ENDPOINT"] + "/openai/v1/") as other:
        gone(lambda: other.files.retrieve(file.id))
    assert client.files.delete(file.id).deleted
    gone(lambda: client.files.retrieve(file.id))
    shown("files", "create", "get", "content", "list", "delete")


def uploads_and_batches(client: OpenAI) -> None:
    """A file in two parts, whose lines are answered."""
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Reply with exactly: OK"}]}
    asks = [
        {"custom_id": name, "method": "POST", "url": "/v1/chat/completions", "body": body} for name in ("one", "two")
    ]
    lines = "\n".join(map(json.dumps, asks)).encode()
    opened = {"filename": "b.jsonl", "purpose": "batch", "bytes": len(lines), "mime_type": "application/jsonl"}
    upload = client.uploads.create(**opened)
    parts = [client.uploads.parts.create(upload.id, data=piece).id for piece in (lines[:50], lines[50:])]
    whole = client.uploads.complete(upload.id, part_ids=parts).file
    assert whole is not None
    assert client.uploads.cancel(client.uploads.create(**opened).id).status == "cancelled"
    shown("uploads", "create", "parts", "complete", "cancel")

    ordered = {"input_file_id": whole.id, "endpoint": "/v1/chat/completions", "completion_window": "24h"}
    batch = client.batches.create(**ordered)
    done = until(lambda: client.batches.retrieve(batch.id), "completed")
    answers = [json.loads(line) for line in client.files.content(done.output_file_id).text.splitlines()]
    assert {each["custom_id"] for each in answers} == {"one", "two"}
    assert all(each["response"]["body"]["choices"][0]["message"]["content"] == "OK" for each in answers)
    stopped = client.batches.cancel(client.batches.create(**ordered).id)
    assert stopped.status in {"cancelling", "cancelled", "completed"}
    assert {batch.id, stopped.id} <= {each.id for each in client.batches.list(limit=1)}
    shown("batches", "create", "get", "cancel", "list")


def vector_stores(client: OpenAI) -> None:
    """A store, its files, batches of files, and the search in it."""
    file = client.files.create(file=("dam.txt", TEXT), purpose="assistants")
    more = [client.files.create(file=(f"{n}.txt", b"A gate."), purpose="assistants").id for n in range(2)]
    stores = client.vector_stores
    store = stores.create(name="dams", file_ids=[file.id])
    assert stores.retrieve(store.id).file_counts.total == 1
    assert stores.update(store.id, name="all dams").name == "all dams"
    assert store.id in [each.id for each in stores.list()]
    [first, *_] = stores.search(store.id, query="spillway level").data
    assert "4.2 metres" in first.content[0].text
    shown("vector_stores", "create", "get", "update", "list", "search")

    added = stores.files.create_and_poll(more[0], vector_store_id=store.id, attributes={"kind": "gate"})
    assert added.status == "completed"
    assert stores.files.retrieve(added.id, vector_store_id=store.id).id == added.id
    changed = stores.files.update(added.id, vector_store_id=store.id, attributes={"kind": "sluice"})
    assert changed.attributes == {"kind": "sluice"}
    assert [each.text for each in stores.files.content(added.id, vector_store_id=store.id)] == ["A gate."]
    assert len(list(stores.files.list(store.id, limit=1))) == 2
    assert stores.files.delete(added.id, vector_store_id=store.id).deleted
    shown("vector_stores.files", "create", "get", "update", "content", "list", "delete")

    batch = stores.file_batches.create(store.id, file_ids=more)
    until(lambda: stores.file_batches.retrieve(batch.id, vector_store_id=store.id), "completed")
    listed = stores.file_batches.list_files(batch.id, vector_store_id=store.id)
    assert {each.id for each in listed} == set(more)
    assert stores.file_batches.cancel(batch.id, vector_store_id=store.id).status in {"cancelled", "completed"}
    shown("vector_stores.file_batches", "create", "get", "files", "cancel")

    answer = client.responses.create(
        model="gpt-4o",
        input="At what level does the spillway open?",
        tools=[{"type": "file_search", "vector_store_ids": [store.id]}],
    )
    assert answer.output_text == "Its spillway opens at 4.2 metres."
    shown("responses", "file search")
    assert stores.delete(store.id).deleted
    gone(lambda: stores.retrieve(store.id))
    shown("vector_stores", "delete")


with OpenAI() as v1:
    files(v1)
    uploads_and_batches(v1)
    vector_stores(v1)
