// Chat with the official client for Node: plain, streamed, with tools, structured, and what is refused.

import assert from "node:assert/strict";
import OpenAI, { AzureOpenAI } from "openai";
import { saw, tell } from "./facts.mjs";

const messages = [{ role: "user", content: "What does a headgate do?" }];
const azure = new AzureOpenAI();
const plain = new OpenAI();
const texts = new Set();

for (const client of [azure, plain]) {
  const { data, response, request_id } = await client.chat.completions
    .create({ model: "gpt-4o", messages })
    .withResponse();
  saw("chat.completions", "gpt-4o", data.usage);
  assert.equal(request_id, response.headers.get("x-request-id"));
  texts.add(data.choices[0].message.content);

  let text = "";
  const options = { stream: true, stream_options: { include_usage: true } };
  for await (const chunk of await client.chat.completions.create({ model: "gpt-4o", messages, ...options })) {
    text += chunk.choices[0]?.delta?.content ?? "";
    if (chunk.usage) saw("chat.completions", "gpt-4o", chunk.usage);
  }
  texts.add(text);
}

const parameters = { type: "object", properties: { gauge: { type: "string" } }, required: ["gauge"] };
const tools = [{ type: "function", function: { name: "get_water_level", parameters } }];
const called = await plain.chat.completions.create({ model: "gpt-4o-mini", messages, tools });
saw("chat.completions", "gpt-4o-mini", called.usage);
const [call] = called.choices[0].message.tool_calls;
assert.deepEqual(Object.keys(JSON.parse(call.function.arguments)), ["gauge"]);

const runner = plain.chat.completions.stream({ model: "gpt-4o-mini", messages });
const final = await runner.finalChatCompletion();
saw("chat.completions", "gpt-4o-mini");
assert.ok(final.choices[0].message.content);

const models = [];
for await (const model of plain.models.list()) models.push(model.id);

const stranger = new OpenAI({ apiKey: "hg-guessed", maxRetries: 0 });
await assert.rejects(stranger.chat.completions.create({ model: "gpt-4o", messages }), OpenAI.AuthenticationError);

tell({ texts: [...texts], models: models.sort() });
