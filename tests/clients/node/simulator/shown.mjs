// What a program has shown, told to the test that ran it: a line for each; see ../../python/simulator/shown.py.

import { File } from "node:buffer";

globalThis.File ??= File; // Node 18, which Debian 12 has, keeps it there only; openai asks for it as a global

export function shown(api, ...ways) {
  for (const way of ways) console.log(`${api}: ${way}`);
}
