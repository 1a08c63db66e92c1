// Responses, plain and streamed, and embeddings as the client for Node asks for them by default (base64 on the wire).

import assert from "node:assert/strict";
import OpenAI, { AzureOpenAI } from "openai";
import { saw, tell } from "./facts.mjs";

const EMBEDDING = "text-embedding-3-small";
const azure = new AzureOpenAI({ apiVersion: "2025-04-01-preview" });
const plain = new OpenAI();
const texts = new Set();

for (const client of [azure, plain]) {
  const response = await client.responses.create({ model: "gpt-4o", input: "Why is there a gate?" });
  saw("responses", "gpt-4o", response.usage);
  texts.add(response.output_text);

  const stream = client.responses.stream({ model: "gpt-4o", input: "Why is there a gate?" });
  let text = "";
  stream.on("response.output_text.delta", (event) => (text += event.delta));
  const final = await stream.finalResponse();
  saw("responses", "gpt-4o", final.usage);
  assert.equal(final.output_text, text);
  texts.add(text);

  const embeddings = await client.embeddings.create({ model: EMBEDDING, input: ["The gate is open.", "It is shut."] });
  saw("embeddings", EMBEDDING, embeddings.usage);
  assert.deepEqual(embeddings.data.map((each) => each.embedding.length), [1536, 1536]);
}

tell({ texts: [...texts] });
