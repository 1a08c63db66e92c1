// Realtime conversations, in the GA protocol and in the beta's: written and spoken turns, functions, interruptions.

import assert from "node:assert/strict";
import OpenAI, { AzureOpenAI } from "openai";
import { OpenAIRealtimeWS as Beta } from "openai/beta/realtime/ws";
import { OpenAIRealtimeWS as Realtime } from "openai/realtime/ws";
import { shown } from "./shown.mjs";

const endpoint = process.env.SIMULATOR_TLS_ENDPOINT;
const parameters = { type: "object", properties: { gauge: { type: "string" } }, required: ["gauge"] };
const tools = [{ type: "function", name: "get_water_level", parameters }];

// Half a second of a tone, and as much silence: 16-bit PCM at 24 kHz.
const tone = Buffer.alloc(24_000);
for (let at = 0; at < 12_000; at++) tone.writeInt16LE(Math.round(6_000 * Math.sin(at / 20)), 2 * at);
const loud = { type: "input_audio_buffer.append", audio: tone.toString("base64") };
const silent = { type: "input_audio_buffer.append", audio: Buffer.alloc(24_000).toString("base64") };

function said(text) {
  const item = { type: "message", role: "user", content: [{ type: "input_text", text }] };
  return { type: "conversation.item.create", item };
}

/** A conversation: what is sent, and the events up to the next of a kind. */
class Conversation {
  #events = [];
  #wake = () => {};

  constructor(connection) {
    this.connection = connection;
    connection.on("event", (event) => {
      this.#events.push(event);
      this.#wake();
    });
    connection.on("error", (error) => {
      if (!error.error) throw error; // events of kind error come as events as well
    });
  }

  async until(kind, ...sent) {
    for (const each of sent) this.connection.send(each);
    const events = [];
    while (events.at(-1)?.type !== kind) {
      while (!this.#events.length) await new Promise((resolve) => (this.#wake = resolve));
      events.push(this.#events.shift());
    }
    return events;
  }

  async done(...sent) {
    const events = await this.until("response.done", ...sent);
    return { events, kinds: new Set(events.map((event) => event.type)), response: events.at(-1).response };
  }
}

const ask = { type: "response.create" };
const v1 = new OpenAI({ baseURL: `${endpoint}/openai/v1/` });
const inGA = async (model) => new Conversation(new Realtime({ model }, v1));
const dated = new AzureOpenAI({ baseURL: null, endpoint });
const inBeta = async (deploymentName) => new Conversation(await Beta.azure(dated, { deploymentName }));
const names = {
  ga: { text: "response.output_text.delta", sound: "response.output_audio.delta", way: "" },
  beta: { text: "response.text.delta", sound: "response.audio.delta", way: "beta: " },
};

async function converse(talk, { text, way }, session, written) {
  await talk.until("session.created");
  await talk.until("session.updated", { type: "session.update", session: { ...session, ...written, tools } });
  const called = await talk.done(said("How high is the water?"), ask);
  const [call] = called.response.output;
  assert.equal(call.name, "get_water_level");
  const item = { type: "function_call_output", call_id: call.call_id, output: "1.42 m" };
  const answered = await talk.done({ type: "conversation.item.create", item }, ask);
  const deltas = answered.events.filter((event) => event.type === text).map((event) => event.delta);
  assert.equal(deltas.join(""), answered.response.output[0].content[0].text);
  shown("realtime", `${way}function calls`, `${way}written turns`);
  talk.connection.close();
}

async function speak(talk, { sound, way }, session) {
  await talk.until("session.created");
  await talk.until("session.updated", { type: "session.update", session });
  const heard = await talk.done(loud, silent);
  assert.ok(heard.kinds.has("input_audio_buffer.speech_started") && heard.kinds.has(sound));
  assert.ok(heard.response.usage.output_token_details.audio_tokens);
  assert.ok(heard.kinds.has("conversation.item.input_audio_transcription.completed"));
  shown("realtime", `${way}spoken turns`, `${way}transcription`);
  talk.connection.close();
}

async function interrupt(talk, { sound, way }) {
  await talk.until("session.created");
  await talk.until(sound, said("Tell me of the canal."), ask);
  const interrupted = await talk.done(loud);
  assert.equal(interrupted.response.status_details.reason, "turn_detected");
  const [{ id: item_id }] = interrupted.response.output;
  const cut = { type: "conversation.item.truncate", item_id, content_index: 0, audio_end_ms: 100 };
  await talk.until("conversation.item.truncated", cut);
  await talk.until("input_audio_buffer.cleared", { type: "input_audio_buffer.clear" });
  await talk.until("response.created", ask);
  const cancelled = await talk.done({ type: "response.cancel" });
  assert.equal(cancelled.response.status, "cancelled");
  shown("realtime", `${way}interruption`, `${way}truncation`, `${way}cancellation`);
  talk.connection.close();
}

await converse(await inGA("gpt-realtime"), names.ga, { type: "realtime" }, { output_modalities: ["text"] });
const transcription = { model: "gpt-4o-transcribe" };
await speak(await inGA("gpt-realtime"), names.ga, { type: "realtime", audio: { input: { transcription } } });
await interrupt(await inGA("slow-voice"), names.ga);
await converse(await inBeta("gpt-4o-realtime-preview"), names.beta, {}, { modalities: ["text"] });
await speak(await inBeta("gpt-4o-realtime-preview"), names.beta, { input_audio_transcription: transcription });
await interrupt(await inBeta("slow-voice-beta"), names.beta);

const mistaken = await inGA("gpt-realtime");
await mistaken.until("session.created");
const error = (await mistaken.until("error", { type: "response.cancel" })).at(-1);
assert.equal(error.error.code, "response_cancel_not_active");
mistaken.connection.close();

const byHand = await inGA("gpt-realtime");
await byHand.until("session.created");
const silence = { type: "realtime", output_modalities: ["text"], audio: { input: { turn_detection: null } } };
await byHand.until("session.updated", { type: "session.update", session: silence });
await byHand.until("input_audio_buffer.cleared", loud, { type: "input_audio_buffer.clear" });
const { response } = await byHand.done(loud, { type: "input_audio_buffer.commit" }, ask);
shown("realtime", "buffer");
const { id: item_id } = response.output[0];
const read = (await byHand.until("conversation.item.retrieved", { type: "conversation.item.retrieve", item_id })).at(-1);
assert.equal(read.item.id, item_id);
await byHand.until("conversation.item.deleted", { type: "conversation.item.delete", item_id });
byHand.connection.close();
shown("realtime", "items");
shown("realtime", "errors");
