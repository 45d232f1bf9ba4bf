/**
 * The floor of a call: no protocol, sends requests to a Kimai one after the other and reads their answers as JSON,
 * once for each line that comes in, which it answers with nothing in it. Argument: the requests as JSON.
 */

import type { Recorded } from "../calls.ts";

const requests: Recorded[] = JSON.parse(Deno.args[0]);

async function sendAll(): Promise<void> {
  for (const { url, ...init } of requests) {
    const text = await (await fetch(url, init)).text();
    if (text !== "") JSON.parse(text);
  }
}

let rest = "";
for await (const chunk of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) {
    const { id } = JSON.parse(line);
    await sendAll();
    const answer = JSON.stringify({ jsonrpc: "2.0", id, result: {} });
    Deno.stdout.writeSync(new TextEncoder().encode(`${answer}\n`));
  }
}
