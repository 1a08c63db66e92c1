// Pictures made, sound heard and sound made.
// The base URL in the environment is that of v1, which this client would take for the dated one as well.

import assert from "node:assert/strict";
import OpenAI, { AzureOpenAI, toFile } from "openai";
import { shown } from "./shown.mjs";

const prompt = "A gate in a river";
const input = "The gate is open.";

const recording = async () => toFile(Buffer.concat([Buffer.from("RIFF"), Buffer.alloc(32_000)]), "talk.wav");

for (const client of [new AzureOpenAI({ baseURL: null }), new OpenAI()]) {
  const made = await client.images.generate({ model: "gpt-image-1", prompt, n: 2, quality: "low" });
  assert.ok(made.data.every((each) => Buffer.from(each.b64_json, "base64").subarray(1, 4).toString() === "PNG"));
  const placed = await client.images.generate({ model: "dall-e-3", prompt, response_format: "url" });
  assert.ok(placed.data[0].url);
  shown("images.generations", "bytes", "address");

  const { transcriptions, translations, speech } = client.audio;
  assert.ok((await transcriptions.create({ model: "gpt-4o-transcribe", file: await recording() })).text);
  for (const response_format of ["text", "srt", "vtt"])
    assert.equal(typeof (await transcriptions.create({ model: "whisper", file: await recording(), response_format })), "string");
  const timed = { model: "whisper", file: await recording(), response_format: "verbose_json" };
  assert.ok((await transcriptions.create(timed)).duration);
  shown("audio.transcriptions", "json", "text", "srt", "vtt", "verbose_json");
  assert.ok((await translations.create({ model: "whisper", file: await recording() })).text);
  shown("audio.translations", "json");

  const whole = await speech.create({ model: "tts-1", voice: "alloy", input });
  assert.ok((await whole.arrayBuffer()).byteLength);
  const coming = await speech.create({ model: "gpt-4o-mini-tts", voice: "alloy", input });
  let bytes = 0;
  for await (const piece of coming.body) bytes += piece.length;
  assert.ok(bytes);
  shown("audio.speech", "whole", "streamed");
}
