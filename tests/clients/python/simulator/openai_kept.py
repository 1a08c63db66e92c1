"""What a resource keeps, with the official client: files, uploads, batches, vector stores, conversations."""

import json
import time

from openai import NotFoundError, OpenAI

TEXT = b"The north dam was built in 1911. Its spillway opens at 4.2 metres."
PATIENCE_SECONDS = 20

with OpenAI() as client:
    first = client.responses.create(model="gpt-4o", input="My name is Ada.")
    second = client.responses.create(model="gpt-4o", input="And now?", previous_response_id=first.id)
    assert client.responses.retrieve(second.id).output_text == second.output_text
    assert client.responses.input_items.list(first.id).data[0].type == "message"
    waiting = client.responses.create(model="gpt-4o", input="Hello", background=True)
    assert waiting.status == "queued"
    assert client.responses.cancel(waiting.id).status in {"cancelled", "completed"}
    client.responses.delete(first.id)
    try:
        client.responses.retrieve(first.id)
    except NotFoundError as error:
        assert first.id in error.message
    else:
        raise AssertionError("a deleted response was found")

    file = client.files.create(file=("dam.txt", TEXT), purpose="assistants")
    assert client.files.content(file.id).read() == TEXT
    store = client.vector_stores.create(name="dams", file_ids=[file.id])
    found = client.vector_stores.search(store.id, query="spillway level").data
    assert "4.2 metres" in found[0].content[0].text
    quoted = client.responses.create(
        model="gpt-4o",
        input="At what level does the spillway open?",
        tools=[{"type": "file_search", "vector_store_ids": [store.id]}],
    )
    assert quoted.output_text == "Its spillway opens at 4.2 metres."

    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hello"}]}
    line = {"custom_id": "one", "method": "POST", "url": "/v1/chat/completions", "body": body}
    lines = json.dumps(line).encode()
    upload = client.uploads.create(
        filename="batch.jsonl", purpose="batch", bytes=len(lines), mime_type="application/jsonl"
    )
    part = client.uploads.parts.create(upload.id, data=lines)
    whole = client.uploads.complete(upload.id, part_ids=[part.id]).file
    assert whole is not None
    batch = client.batches.create(input_file_id=whole.id, endpoint="/v1/chat/completions", completion_window="24h")
    until = time.monotonic() + PATIENCE_SECONDS
    while batch.status != "completed" and time.monotonic() < until:
        time.sleep(0.1)
        batch = client.batches.retrieve(batch.id)
    assert batch.output_file_id, batch
    answered = json.loads(client.files.content(batch.output_file_id).text)
    assert answered["response"]["body"]["choices"][0]["message"]["content"]
