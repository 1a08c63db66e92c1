// Chat beyond text: thoughts, log probabilities, spoken answers and recordings.

import assert from "node:assert/strict";
import OpenAI from "openai";
import { shown } from "./shown.mjs";

const client = new OpenAI();
const messages = [{ role: "user", content: "Hello" }];
const chat = (request) => client.chat.completions.create({ messages, ...request });

const thought = await chat({ model: "o3", max_completion_tokens: 100 });
assert.ok(thought.usage.completion_tokens_details.reasoning_tokens > 0);
await assert.rejects(chat({ model: "o3", max_tokens: 100 }), (error) => error.code === "unsupported_parameter");
shown("chat.completions", "reasoning");

const told = await chat({ model: "gpt-4o", logprobs: true, top_logprobs: 3 });
const [{ logprobs, message }] = told.choices;
assert.equal(Buffer.from(logprobs.content.flatMap((each) => each.bytes)).toString(), message.content);
assert.ok(logprobs.content.every((each) => each.top_logprobs.length === 3));
const runner = client.chat.completions.stream({ model: "gpt-4o", messages, logprobs: true });
const whole = (await runner.finalChatCompletion()).choices[0].logprobs;
assert.deepEqual(whole.content.map((each) => each.token), logprobs.content.map((each) => each.token));
shown("chat.completions", "logprobs");

const aloud = { model: "gpt-4o-audio-preview", modalities: ["text", "audio"] };
const spoken = await chat({ ...aloud, audio: { voice: "alloy", format: "wav" } });
const { audio } = spoken.choices[0].message;
assert.equal(Buffer.from(audio.data, "base64").subarray(0, 4).toString(), "RIFF");
assert.ok(audio.transcript);
const content = [{ type: "input_audio", input_audio: { data: audio.data, format: "wav" } }];
const heard = [...messages, { role: "assistant", audio: { id: audio.id } }, { role: "user", content }];
const pieces = await client.chat.completions.create({
  ...aloud,
  messages: heard,
  audio: { voice: "alloy", format: "pcm16" },
  stream: true,
  stream_options: { include_usage: true },
});
let [bytes, words, usage] = [0, "", null];
for await (const piece of pieces) {
  const said = piece.choices[0]?.delta?.audio;
  bytes += Buffer.from(said?.data ?? "", "base64").length;
  words += said?.transcript ?? "";
  usage = piece.usage ?? usage;
}
assert.ok(words);
assert.ok(bytes > 24_000);
assert.ok(usage.prompt_tokens_details.audio_tokens);
assert.ok(usage.completion_tokens_details.audio_tokens);
shown("chat.completions", "audio");
