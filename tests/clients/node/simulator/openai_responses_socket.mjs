// Responses over a WebSocket: a chain of turns that are not stored, a function, an error.

import assert from "node:assert/strict";
import { once } from "node:events";
import OpenAI from "openai";
import { ResponsesWS } from "openai/resources/responses/ws";
import { shown } from "./shown.mjs";

const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const tools = [{ type: "function", name: "look", parameters }];
const connection = new ResponsesWS(new OpenAI());
await once(connection.socket, "open");

/** The event that ends the answer to what is asked. */
function answer(asked) {
  return new Promise((resolve) => {
    const listen = (event) => {
      if (event.type !== "response.completed" && event.type !== "error") return;
      connection.off("event", listen);
      resolve(event);
    };
    connection.on("event", listen);
    connection.send({ type: "response.create", model: "gpt-4o", store: false, ...asked });
  });
}
connection.on("error", () => {}); // they come as events as well

const prepared = (await answer({ input: [], tools, generate: false })).response;
assert.deepEqual(prepared.output, []);
const called = (await answer({ input: "Weather?", tools, previous_response_id: prepared.id })).response;
const [call] = called.output;
assert.equal(call.type, "function_call");
const output = { type: "function_call_output", call_id: call.call_id, output: "Repeat: 'sunny'" };
const said = (await answer({ input: [output], previous_response_id: called.id })).response;
assert.equal(said.output[0].content[0].text, "sunny");
const lost = await answer({ input: "Hello", previous_response_id: called.id });
assert.equal(lost.error.code, "previous_response_not_found");
connection.close();
shown("responses.socket", "turns not stored", "prepared", "tools", "errors");
