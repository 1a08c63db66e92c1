// What a resource keeps: files, uploads, batches, vector stores.

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import OpenAI, { toFile } from "openai";
import { shown } from "./shown.mjs";

const client = new OpenAI();
const { batches, files, uploads, vectorStores: stores } = client;
const TEXT = "The north dam was built in 1911. Its spillway opens at 4.2 metres.";

async function add(name, text) {
  return files.create({ file: await toFile(Buffer.from(text), name), purpose: "assistants" });
}

async function ids(list) {
  const found = [];
  for await (const each of list) found.push(each.id);
  return found;
}

async function until(get, status) {
  for (let turns = 0; turns < 200; turns++) {
    const found = await get();
    if (found.status === status) return found;
    await pause(50);
  }
  assert.fail(`it never became ${status}`);
}

const file = await add("dam.txt", TEXT);
assert.equal((await files.retrieve(file.id)).bytes, TEXT.length);
assert.equal(await (await files.content(file.id)).text(), TEXT);
const another = await add("another.txt", "A gate.");
assert.ok((await ids(files.list({ limit: 1 }))).includes(file.id));
assert.ok((await files.delete(another.id)).deleted);
shown("files", "create", "get", "content", "list", "delete");

const body = { model: "gpt-4o", messages: [{ role: "user", content: "Reply with exactly: OK" }] };
const line = JSON.stringify({ custom_id: "one", method: "POST", url: "/v1/chat/completions", body });
const opened = { filename: "b.jsonl", purpose: "batch", bytes: line.length, mime_type: "application/jsonl" };
const upload = await uploads.create(opened);
const part = await uploads.parts.create(upload.id, { data: await toFile(Buffer.from(line), "part") });
const whole = await uploads.complete(upload.id, { part_ids: [part.id] });
assert.equal((await uploads.cancel((await uploads.create(opened)).id)).status, "cancelled");
shown("uploads", "create", "parts", "complete", "cancel");

const order = { input_file_id: whole.file.id, endpoint: "/v1/chat/completions", completion_window: "24h" };
const batch = await batches.create(order);
const done = await until(() => batches.retrieve(batch.id), "completed");
const answer = JSON.parse(await (await files.content(done.output_file_id)).text());
assert.equal(answer.response.body.choices[0].message.content, "OK");
const stopped = await batches.cancel((await batches.create(order)).id);
assert.ok((await ids(batches.list({ limit: 1 }))).includes(stopped.id));
shown("batches", "create", "get", "cancel", "list");

const store = await stores.create({ name: "dams", file_ids: [file.id] });
assert.equal((await stores.retrieve(store.id)).file_counts.total, 1);
assert.equal((await stores.update(store.id, { name: "all dams" })).name, "all dams");
assert.ok((await ids(stores.list())).includes(store.id));
const found = await stores.search(store.id, { query: "spillway level" });
assert.match(found.data[0].content[0].text, /4\.2 metres/);
shown("vector_stores", "create", "get", "update", "list", "search");

const gate = await add("gate.txt", "A gate.");
const inStore = { vector_store_id: store.id };
await stores.files.createAndPoll(store.id, { file_id: gate.id, attributes: { kind: "gate" } });
const changed = await stores.files.update(gate.id, { ...inStore, attributes: { kind: "sluice" } });
assert.deepEqual(changed.attributes, { kind: "sluice" });
assert.equal((await stores.files.retrieve(gate.id, inStore)).status, "completed");
const texts = [];
for await (const each of stores.files.content(gate.id, inStore)) texts.push(each.text);
assert.deepEqual(texts, ["A gate."]);
assert.equal((await ids(stores.files.list(store.id))).length, 2);
assert.ok((await stores.files.delete(gate.id, inStore)).deleted);
shown("vector_stores.files", "create", "get", "update", "content", "list", "delete");

const several = await stores.fileBatches.create(store.id, { file_ids: [gate.id] });
await until(() => stores.fileBatches.retrieve(several.id, inStore), "completed");
assert.deepEqual(await ids(stores.fileBatches.listFiles(several.id, inStore)), [gate.id]);
assert.ok(await stores.fileBatches.cancel(several.id, inStore));
shown("vector_stores.file_batches", "create", "get", "files", "cancel");

const tools = [{ type: "file_search", vector_store_ids: [store.id] }];
const quoted = await client.responses.create({ model: "gpt-4o", input: "At what level does the spillway open?", tools });
assert.equal(quoted.output_text, "Its spillway opens at 4.2 metres.");
shown("responses", "file search");
assert.ok((await stores.delete(store.id)).deleted);
shown("vector_stores", "delete");
