// Assistants, threads and runs: polled and streamed, with every tool, cancelled, deleted.
// The base URL in the environment is that of v1, which this client would take for the dated one as well.

import assert from "node:assert/strict";
import OpenAI, { AzureOpenAI, toFile } from "openai";
import { shown } from "./shown.mjs";

const client = new AzureOpenAI({ baseURL: null });
const { assistants, threads } = client.beta;
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const look = { type: "function", function: { name: "look", parameters } };
const soon = { pollIntervalMs: 20 };

const ask = (thread, content) => threads.messages.create(thread.id, { role: "user", content });
const ids = async (list) => {
  const found = [];
  for await (const each of list) found.push(each.id);
  return found;
};

const assistant = await assistants.create({ model: "gpt-4o", name: "keeper", tools: [look] });
assert.equal((await assistants.update(assistant.id, { name: "guard" })).name, "guard");
assert.equal((await assistants.retrieve(assistant.id)).name, "guard");
assert.ok((await ids(assistants.list({ limit: 1 }))).includes(assistant.id));
shown("assistants", "create", "update", "get", "list");

const thread = await threads.create({ messages: [{ role: "user", content: "Hello" }] });
assert.equal((await threads.retrieve(thread.id)).id, thread.id);
assert.deepEqual((await threads.update(thread.id, { metadata: { team: "y" } })).metadata, { team: "y" });
shown("threads", "create", "get", "update");

const about = { thread_id: thread.id };
const asked = { assistant_id: assistant.id };
const run = await threads.runs.createAndPoll(thread.id, { ...asked, tool_choice: "none" }, soon);
assert.equal(run.status, "completed");
const [answer] = (await threads.messages.list(thread.id, { run_id: run.id })).data;
assert.ok(answer.content[0].text.value);
assert.equal((await threads.messages.retrieve(answer.id, about)).id, answer.id);
const kept = await threads.messages.update(answer.id, { ...about, metadata: { kept: "yes" } });
assert.deepEqual(kept.metadata, { kept: "yes" });
shown("threads.messages", "list", "get", "update");
const [step] = (await threads.runs.steps.list(run.id, about)).data;
assert.equal((await threads.runs.steps.retrieve(step.id, { ...about, run_id: run.id })).id, step.id);
shown("threads.runs.steps", "list", "get");
await threads.runs.update(run.id, { ...about, metadata: { team: "x" } });
assert.deepEqual(await ids(threads.runs.list(thread.id)), [run.id]);
shown("threads.runs", "create", "get", "update", "list");

await ask(thread, "What is the weather?");
const waiting = await threads.runs.createAndPoll(thread.id, asked, soon);
assert.equal(waiting.status, "requires_action");
const [call] = waiting.required_action.submit_tool_outputs.tool_calls;
const outputs = { ...about, tool_outputs: [{ tool_call_id: call.id, output: "sunny" }] };
assert.equal((await threads.runs.submitToolOutputsAndPoll(waiting.id, outputs, soon)).status, "completed");
shown("threads.messages", "create");
shown("threads.runs", "submit_tool_outputs");

await ask(thread, "And tomorrow?");
const stream = threads.runs.stream(thread.id, asked);
const names = [];
for await (const event of stream) names.push(event.event);
assert.equal(names[0], "thread.run.created");
assert.equal(names.at(-1), "thread.run.requires_action");
const { id } = stream.currentRun();
assert.equal((await threads.runs.cancel(id, about)).status, "cancelling");
assert.equal((await threads.runs.retrieve(id, about)).status, "cancelled");
shown("threads.runs", "streamed", "cancel");

const file = await client.files.create({
  file: await toFile(Buffer.from("Its spillway opens at 4.2 metres."), "dam.txt"),
  purpose: "assistants",
});
const searcher = await assistants.create({
  model: "gpt-4o",
  tools: [{ type: "file_search" }],
  tool_resources: { file_search: { vector_stores: [{ file_ids: [file.id] }] } },
});
const question = { messages: [{ role: "user", content: "At what level does the spillway open?" }] };
const found = await threads.createAndRunPoll({ assistant_id: searcher.id, thread: question }, soon);
const [quoted] = (await threads.messages.list(found.thread_id)).data;
assert.equal(quoted.content[0].text.annotations[0].file_citation.file_id, file.id);
shown("threads.runs", "create_with_thread", "file search");
const computer = await assistants.create({ model: "gpt-4o", tools: [{ type: "code_interpreter" }] });
const sum = await threads.create({ messages: [{ role: "user", content: "What is 12 * (3 + 4)?" }] });
const [said] = await threads.runs.stream(sum.id, { assistant_id: computer.id }).finalMessages();
assert.equal(said.content[0].text.value, "The result is 84.");
shown("threads.runs", "code interpreter");

assert.ok((await threads.messages.delete(answer.id, about)).deleted);
assert.ok((await threads.delete(thread.id)).deleted);
assert.ok((await assistants.delete(assistant.id)).deleted);
await assert.rejects(threads.retrieve(thread.id), OpenAI.NotFoundError);
shown("threads.messages", "delete");
shown("threads", "delete");
shown("assistants", "delete");
