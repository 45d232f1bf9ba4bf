import assert from "node:assert/strict";
import { program, Running } from "../support/program.ts";
import { demoToken, serveDemo, serveSilence } from "./kimais.ts";
import { toolNames } from "./ways.ts";

const demo = () => program(["--demo"]);

/** So that the deadline of a request is not what ends it where a cancelled call should. */
const patient = { KIMAI_TIMEOUT: "600" };

/** A conversation with all that may go wrong in it. */
async function talk(server: Running): Promise<void> {
  await server.initialize();
  await server.ask("tools/list");
  await server.ask("tools/call", { name: "status", arguments: {} });
  await server.ask("tools/call", { name: "timesheet", arguments: { action: "no such" } });
  await server.ask("tools/call", { name: "no_such_tool", arguments: {} });
  await server.ask("no/such/method");
  await server.write("this is not JSON\n{}\n");
  await server.ask("tools/call", { name: "timer", arguments: { action: "active" } });
  await server.endInput();
  await server.ended;
}

Deno.test("nothing but JSON-RPC is on stdout, whatever comes in", async () => {
  await using server = new Running(program(["--demo", "--log-level=debug"]));
  await talk(server);
  assert(server.lines.length >= 7);
  for (const line of server.lines) assert.equal(JSON.parse(line).jsonrpc, "2.0", line);
  assert(server.stdout.endsWith("\n"));
});

Deno.test("logs are JSON lines on stderr", async () => {
  await using server = new Running(program(["--demo", "--log-level=debug"]));
  await talk(server);
  const lines = server.stderr.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert(lines.length > 0);
  for (const { time, level, message } of lines) {
    assert.doesNotThrow(() => Temporal.Instant.from(time));
    assert.match(level, /^(debug|info|warning|error)$/);
    assert.equal(typeof message, "string");
  }
});

Deno.test("the token is never written, neither when it works nor when it is refused", async () => {
  await using kimai = serveDemo();
  for (const token of [demoToken, "a-token-that-is-wrong"]) {
    const env = { KIMAI_URL: kimai.url, KIMAI_API_TOKEN: token, KIMAI_MCP_LOG_LEVEL: "debug" };
    await using server = new Running(program([], env));
    await talk(server);
    assert(!server.stdout.includes(token), server.stdout);
    assert(!server.stderr.includes(token), server.stderr);
  }
});

Deno.test("the end of its input ends the program, exit code 0", async () => {
  await using server = new Running(demo());
  await server.initialize();
  await server.endInput();
  assert.equal((await server.ended).code, 0);
});

Deno.test("an input that ends before anything came ends the program, exit code 0", async () => {
  await using server = new Running(demo());
  await server.endInput();
  assert.equal((await server.ended).code, 0);
});

Deno.test("SIGTERM ends the program, exit code 0", async () => {
  await using server = new Running(demo());
  await server.initialize();
  server.signal("SIGTERM");
  const { code, signal } = await server.ended;
  assert.deepEqual({ code, signal }, { code: 0, signal: null });
});

const endings: [name: string, end: (server: Running) => void | Promise<void>][] = [
  ["SIGTERM", (server) => server.signal("SIGTERM")],
  ["the end of the input", (server) => server.endInput()],
];

for (const [name, end] of endings) {
  Deno.test(`${name} during a call cancels its request and ends the program`, async () => {
    await using kimai = serveSilence();
    const env = { ...patient, KIMAI_URL: kimai.url, KIMAI_API_TOKEN: "any" };
    await using server = new Running(program([], env));
    await server.initialize();
    await server.send("tools/call", { name: "timer", arguments: { action: "active" } });
    await kimai.asked;
    await end(server);
    await kimai.left;
    assert.equal((await server.ended).code, 0);
  });
}

Deno.test("a call that its client cancels is cancelled at Kimai, and the next one is served", async () => {
  await using kimai = serveSilence();
  const env = { ...patient, KIMAI_URL: kimai.url, KIMAI_API_TOKEN: "any" };
  await using server = new Running(program([], env));
  await server.initialize();
  const requestId = await server.send("tools/call", {
    name: "timer",
    arguments: { action: "active" },
  });
  await kimai.asked;
  await server.notify("notifications/cancelled", { requestId });
  await kimai.left;
  const { result } = await server.ask("tools/list");
  assert.equal((result?.tools as unknown[]).length, toolNames.length);
});

Deno.test({
  name: "who starts it in a terminal is told what it waits for",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const { command, args, ...rest } = program(["--demo"]);
    const line = [command, ...args].map((word) => `'${word}'`).join(" ");
    // It gives the program a terminal, which shows both streams.
    const script = { command: "script", args: ["-qec", line, "/dev/null"], ...rest };
    await using terminal = new Running(script);
    const { message } = await terminal.until(() =>
      terminal.lines.map((said) => JSON.parse(said))[0]
    );
    assert.match(message, /^Waiting for an assistant .*"kimai-mcp setup"/);
    // Ctrl-D, the end of the input.
    await terminal.write("\x04");
    assert.equal((await terminal.ended).code, 0);
    assert.equal(terminal.lines.length, 1);
  },
});
