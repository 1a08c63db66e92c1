// Chat, completions, embeddings, responses and the list of models, on the dated path and on v1.
// The base URL in the environment is that of v1, which this client would take for the dated one as well.

import assert from "node:assert/strict";
import OpenAI, { AzureOpenAI } from "openai";
import { shown } from "./shown.mjs";

const model = "gpt-4o";
const messages = [{ role: "user", content: "What does a headgate do?" }];
const question = { model, messages };
const PIXEL =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

function tool(name, parameter) {
  const parameters = { type: "object", properties: { [parameter]: { type: "string" } }, required: [parameter] };
  return { type: "function", function: { name, parameters } };
}
const tools = [tool("get_water_level", "gauge"), tool("open_gate", "gate")];

async function chat(client) {
  const plain = await client.chat.completions.create(question);
  assert.ok(plain.choices[0].message.content);
  const several = await client.chat.completions.create({ ...question, n: 3 });
  assert.equal(several.choices.length, 3);
  let text = "";
  let usage;
  const streamed = { ...question, stream: true, stream_options: { include_usage: true } };
  for await (const chunk of await client.chat.completions.create(streamed)) {
    text += chunk.choices[0]?.delta?.content ?? "";
    usage = chunk.usage ?? usage;
  }
  assert.equal(text, plain.choices[0].message.content);
  assert.deepEqual(usage.completion_tokens, plain.usage.completion_tokens);
  shown("chat.completions", "plain", "several choices", "streamed");

  const asked = await client.chat.completions.create({ ...question, tools });
  const [call] = asked.choices[0].message.tool_calls;
  assert.deepEqual(Object.keys(JSON.parse(call.function.arguments)), ["gauge"]);
  const result = { role: "tool", tool_call_id: call.id, content: "1.42 m" };
  const again = { model, messages: [...messages, asked.choices[0].message, result], tools };
  assert.equal((await client.chat.completions.create(again)).choices[0].finish_reason, "stop");
  const together = client.chat.completions.stream({ ...question, tools, parallel_tool_calls: true });
  const calls = (await together.finalChatCompletion()).choices[0].message.tool_calls;
  assert.deepEqual(calls.map((each) => each.function.name), ["get_water_level", "open_gate"]);
  shown("chat.completions", "tools", "parallel tools");

  const schema = { type: "object", properties: { name: { type: "string" } }, required: ["name"] };
  const json_schema = { name: "channel", strict: true, schema: { ...schema, additionalProperties: false } };
  const parsed = await client.chat.completions.parse({
    ...question,
    response_format: { type: "json_schema", json_schema },
  });
  assert.deepEqual(Object.keys(JSON.parse(parsed.choices[0].message.content)), ["name"]);
  const content = [{ type: "text", text: "What is this?" }, { type: "image_url", image_url: { url: PIXEL } }];
  const seen = await client.chat.completions.create({ model, messages: [{ role: "user", content }] });
  assert.ok(seen.usage.prompt_tokens > 85);
  shown("chat.completions", "structured", "vision");
}

async function refused(client) {
  const fault = (kind) => ({ headers: { "x-simulator-fault": JSON.stringify(kind) }, maxRetries: 0 });
  const ask = (kind) => client.chat.completions.create(question, fault(kind));
  await assert.rejects(ask({ kind: "content_filter" }), (error) => error.code === "content_filter");
  const cut = await ask({ kind: "content_filter_completion", after: 2 });
  assert.equal(cut.choices[0].finish_reason, "content_filter");
  shown("chat.completions", "content filter");
  await assert.rejects(ask({ kind: "status", status: 401 }), OpenAI.AuthenticationError);
  await assert.rejects(ask({ kind: "status", status: 429 }), OpenAI.RateLimitError);
  await assert.rejects(ask({ kind: "status", status: 500 }), OpenAI.InternalServerError);
  await assert.rejects(client.chat.completions.create({ model: "gpt-9", messages }), OpenAI.NotFoundError);
  await assert.rejects(ask({ kind: "reset_before" }), OpenAI.APIConnectionError);
  shown("chat.completions", "errors", "broken connections");
}

async function otherTexts(client) {
  const older = await client.completions.create({ model, prompt: "Water flows", max_tokens: 8 });
  let text = "";
  for await (const piece of await client.completions.create({ model, prompt: "Water flows", max_tokens: 8, stream: true }))
    text += piece.choices[0]?.text ?? "";
  assert.equal(text, older.choices[0].text);
  shown("completions", "plain", "streamed");

  const embedding = { model: "text-embedding-3-small", input: ["The gate is open.", "It is shut."] };
  const packed = await client.embeddings.create(embedding);
  const numbers = await client.embeddings.create({ ...embedding, encoding_format: "float" });
  assert.equal(packed.data[1].embedding.length, 1536);
  assert.ok(Math.abs(packed.data[1].embedding[7] - numbers.data[1].embedding[7]) < 1e-6);
  const short = await client.embeddings.create({ ...embedding, dimensions: 64 });
  assert.equal(short.data[0].embedding.length, 64);
  shown("embeddings", "base64", "float", "dimensions");
}

async function models(client) {
  const names = [];
  for await (const each of client.models.list()) names.push(each.id);
  assert.ok(names.includes(model));
  assert.equal((await client.models.retrieve(model)).id, model);
  shown("models", "list", "get");
}

const v1 = new OpenAI();
for (const client of [new AzureOpenAI({ baseURL: null }), v1]) {
  await chat(client);
  await refused(client);
  await otherTexts(client);
}
await models(v1);
