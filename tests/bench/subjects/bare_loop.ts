/**
 * The floor: no library, answers whatever comes in on stdin with one prepared `initialize` result. In place of a
 * version it names its runtime's.
 */

const result = {
  protocolVersion: "2025-11-25",
  capabilities: { tools: {} },
  serverInfo: { name: "bare-loop", version: Deno.version.deno },
  tools: [],
};

let rest = "";
for await (const chunk of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) {
    const { id } = JSON.parse(line);
    if (id === undefined) continue;
    const answer = JSON.stringify({ jsonrpc: "2.0", id, result });
    Deno.stdout.writeSync(new TextEncoder().encode(`${answer}\n`));
  }
}
