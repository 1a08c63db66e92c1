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

// What is the same on both paths.
const client = new OpenAI();

const sketched = [];
const sketch = { model: "gpt-image-1", prompt, quality: "low", stream: true, partial_images: 2 };
for await (const event of await client.images.generate(sketch)) sketched.push(event.type);
assert.deepEqual(sketched, ["partial_image", "partial_image", "completed"].map((each) => `image_generation.${each}`));
shown("images.generations", "streamed");

const drawn = await client.images.generate({ model: "gpt-image-1", prompt, quality: "low" });
const image = () => toFile(Buffer.from(drawn.data[0].b64_json, "base64"), "one.png", { type: "image/png" });
const edit = { model: "gpt-image-1", prompt, image: [await image(), await image()], mask: await image() };
assert.ok((await client.images.edit(edit)).data[0].b64_json);
const edited = [];
const stream = { ...edit, image: await image(), stream: true, partial_images: 1 };
for await (const event of await client.images.edit(stream)) edited.push(event.type);
assert.deepEqual(edited, ["image_edit.partial_image", "image_edit.completed"]);
shown("images.edits", "form", "mask", "streamed");

const { transcriptions, speech } = client.audio;
const [beginnings, voice] = [{ mp3: "fffb", opus: "4f676753", aac: "fff1", flac: "664c6143", wav: "52494646", pcm: "" }, "alloy"];
for (const [response_format, beginning] of Object.entries(beginnings)) {
  const sound = await speech.create({ model: "tts-1", voice, input, response_format });
  assert.ok(Buffer.from(await sound.arrayBuffer()).toString("hex").startsWith(beginning), response_format);
  shown("audio.speech", response_format);
}
const events = await speech.create({ model: "gpt-4o-mini-tts", voice, input, response_format: "pcm", stream_format: "sse" });
assert.match(await events.text(), /"type":"speech.audio.done"/);
shown("audio.speech", "events");

const spoken = await speech.create({ model: "tts-1", voice, input: input.repeat(10), response_format: "wav" });
const talk = Buffer.from(await spoken.arrayBuffer());
const written = { model: "gpt-4o-transcribe", file: await toFile(talk, "talk.wav") };
const counted = await transcriptions.create({ ...written, include: ["logprobs"] });
assert.equal(counted.logprobs.map((each) => each.token).join(""), counted.text);
let text = "";
for await (const event of await transcriptions.create({ ...written, file: await toFile(talk, "talk.wav"), stream: true }))
  text += event.delta ?? "";
assert.equal(text, counted.text);
const timed = await transcriptions.create({
  model: "whisper",
  file: await toFile(talk, "talk.wav"),
  response_format: "verbose_json",
  timestamp_granularities: ["word"],
});
assert.ok(timed.words.length);
const speakers = await transcriptions.create({
  model: "gpt-4o-transcribe-diarize",
  file: await toFile(talk, "talk.wav"),
  response_format: "diarized_json",
});
assert.ok(speakers.segments[0].speaker);
shown("audio.transcriptions", "logprobs", "streamed", "word times", "speakers");
