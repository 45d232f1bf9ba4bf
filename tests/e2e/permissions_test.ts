import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Start } from "../support/clients.ts";
import { program, run, Running } from "../support/program.ts";

const compiled = Deno.env.has("KIMAI_MCP_BIN");
const why = "only the source can be watched from inside";

/** A test with a witness in the program's process. */
function witnessed(name: string, test: () => Promise<void>): void {
  Deno.test({ name: compiled ? `${name} (skipped: ${why})` : name, ignore: compiled, fn: test });
}

/** The program with a witness that was loaded before it. */
function watched(args: readonly string[]): Start {
  const { args: [verb, ...rest], ...start } = program(args);
  const witness = fileURLToPath(new URL("permission_witness.ts", import.meta.url));
  return { ...start, args: [verb, `--preload=${witness}`, ...rest] };
}

witnessed(
  "serving over stdio cannot start programs before a byte of a client is read",
  async () => {
    const { stderr } = await run(watched(["--demo"]));
    assert.match(stderr, /^stdin: NotCapable$/m);
    assert.doesNotMatch(stderr, /: started$/m);
  },
);

witnessed("serving over HTTP cannot start programs before the port is open", async () => {
  await using server = new Running(watched(["--demo", "--http", "--port=0"]));
  await server.until(() => /"listening":/.exec(server.stderr) ?? undefined);
  assert.match(server.stderr, /^port: NotCapable$/m);
  assert.doesNotMatch(server.stderr, /: started$/m);
});
