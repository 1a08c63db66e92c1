// Responses: plain, streamed, with tools; stored, continued, in the background.
// The base URL in the environment is that of v1, which this client would take for the dated one as well.

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import OpenAI, { AzureOpenAI } from "openai";
import { shown } from "./shown.mjs";

const model = "gpt-4o";
const input = "Why is there a gate?";
const tool = {
  type: "function",
  name: "open_gate",
  strict: true,
  parameters: {
    type: "object",
    properties: { gate: { type: "string" } },
    required: ["gate"],
    additionalProperties: false,
  },
};

for (const client of [new AzureOpenAI({ baseURL: null }), new OpenAI()]) {
  const { responses } = client;
  const plain = await responses.create({ model, input });
  assert.equal(plain.status, "completed");
  let text = "";
  const stream = responses.stream({ model, input });
  stream.on("response.output_text.delta", (event) => (text += event.delta));
  assert.equal((await stream.finalResponse()).output_text, plain.output_text);
  assert.equal(text, plain.output_text);
  shown("responses", "plain", "streamed");

  const asked = await responses.create({ model, input: "Open it.", tools: [tool] });
  const call = asked.output.find((item) => item.type === "function_call");
  assert.deepEqual(Object.keys(JSON.parse(call.arguments)), ["gate"]);
  const result = { type: "function_call_output", call_id: call.call_id, output: "It is open." };
  const next = { model, previous_response_id: asked.id, tools: [tool], input: [result] };
  assert.ok((await responses.create(next)).output_text);
  shown("responses", "tools", "previous response");

  const format = { type: "json_schema", name: "gate", strict: true, schema: tool.parameters };
  const structured = await responses.parse({ model, input, text: { format } });
  assert.deepEqual(Object.keys(structured.output_parsed), ["gate"]);
  shown("responses", "structured");

  assert.equal((await responses.retrieve(plain.id)).output_text, plain.output_text);
  assert.equal((await responses.inputItems.list(plain.id)).data[0].type, "message");
  await responses.delete(plain.id);
  await assert.rejects(responses.retrieve(plain.id), OpenAI.NotFoundError);
  shown("responses", "get", "input_items", "delete");

  let waiting = await responses.create({ model, input, background: true });
  assert.equal(waiting.status, "queued");
  for (let turns = 0; turns < 200 && waiting.status !== "completed"; turns++) {
    await pause(50);
    waiting = await responses.retrieve(waiting.id);
  }
  assert.ok(waiting.output_text);
  const stopped = await responses.cancel((await responses.create({ model, input, background: true })).id);
  assert.ok(["cancelled", "completed"].includes(stopped.status));
  shown("responses", "background", "cancel");
}

// What is the same on both paths.
const { responses } = new OpenAI();
const elsewhere = new OpenAI({ baseURL: `${process.env.SIMULATOR_OTHER_ENDPOINT}/openai/v1/` });

const asked = { model: "o3", store: false, include: ["reasoning.encrypted_content"] };
const first = await responses.create({ ...asked, input, reasoning: { effort: "low", summary: "auto" } });
assert.ok(first.usage.output_tokens_details.reasoning_tokens);
assert.ok(first.output[0].encrypted_content);
const again = [{ role: "user", content: input }, ...first.output, { role: "user", content: "And now?" }];
assert.ok((await responses.create({ ...asked, input: again })).output_text);
const foreign = elsewhere.responses.create({ ...asked, input: again });
await assert.rejects(foreign, (error) => error.code === "invalid_encrypted_content");
shown("responses", "encrypted reasoning");

const begun = [];
for await (const event of await responses.create({ model, input, background: true, stream: true })) {
  begun.push(event);
  if (begun.length === 8) break;
}
const resume = { stream: true, starting_after: begun.at(-1).sequence_number };
const rest = [];
for await (const event of await responses.retrieve(begun[0].response.id, resume)) rest.push(event);
const numbers = [...begun, ...rest].map((event) => event.sequence_number);
assert.deepEqual(numbers, numbers.map((_, at) => at));
assert.equal(rest.at(-1).type, "response.completed");
shown("responses", "resumed stream");
