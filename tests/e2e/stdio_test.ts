import assert from "node:assert/strict";
import { kinds, overStdio } from "../support/clients.ts";
import { program, Running } from "../support/program.ts";
import { demoToken, serveDemo, serveSilence } from "./kimais.ts";

const demo = () => program(["--demo"]);

/** So that the deadline of a request is not what ends it where a cancelled call should. */
const patient = { KIMAI_TIMEOUT: "600" };

/** What is offered is what the golden files show. */
const toolNames = (await Array.fromAsync(Deno.readDir(new URL("../golden/", import.meta.url))))
  .map((file) => file.name.replace(".json", "")).sort();

for (const kind of kinds) {
  Deno.test(`${kind}: a client is offered every tool, each with title, hints and both schemas`, async () => {
    await using server = await overStdio(demo(), kind);
    const { name, version } = server.client.getServerVersion()!;
    assert.equal(name, "kimai-mcp");
    assert.match(version, /^\d+\.\d+\.\d+/);
    const { tools } = await server.client.listTools();
    assert.deepEqual(tools.map((tool) => tool.name).sort(), toolNames);
    for (const { name, title, description, inputSchema, outputSchema, annotations } of tools) {
      assert(title && description, name);
      assert.equal(inputSchema.type, "object");
      assert.deepEqual(outputSchema?.required, ["action", "result"], name);
      for (const hint of ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"]) {
        assert.equal(typeof annotations?.[hint as "readOnlyHint"], "boolean", `${name} ${hint}`);
      }
    }
  });

  Deno.test(`${kind}: status and user_current say which Kimai it is and who is there`, async () => {
    await using server = await overStdio(demo(), kind);
    // Clients check answers only against schemas that they have listed.
    await server.client.listTools();
    const status = await server.call("status");
    assert.equal(status.isError, false);
    assert.match(status.text, /^Kimai 2\.\d+/);
    const me = await server.call("user_current");
    assert.match(me.text, /^Current User: \w+ \(ID: \d+\)/);
    const { result } = me.structured as { result: { id: number; zone: string } };
    assert.equal(
      (status.structured as { result: { user: { id: number } } }).result.user.id,
      result.id,
    );
  });

  Deno.test(`${kind}: a timer starts, is seen running, and stops`, async () => {
    await using server = await overStdio(demo(), kind);
    await server.client.listTools();
    const running = async () => {
      const { structured, text } = await server.call("timer", { action: "active" });
      const { result } = structured as { result: { timers: { id: number }[] } };
      return { ids: result.timers.map((timer) => timer.id), text };
    };
    const started = await server.call("timer", {
      action: "start",
      data: { project: 1, activity: 1, description: "End to end" },
    });
    assert.equal(started.isError, false, started.text);
    const id = Number(/^Started timer ID (\d+)/.exec(started.text)?.[1]);
    const during = await running();
    assert(during.ids.includes(id));
    assert.match(during.text, /End to end/);
    const stopped = await server.call("timer", { action: "stop", id });
    assert.match(stopped.text, new RegExp(`^Stopped timer ID ${id}\\.`));
    assert(!(await running()).ids.includes(id));
  });

  Deno.test(`${kind}: time booked for yesterday is in the listing of that day`, async () => {
    await using server = await overStdio(demo(), kind);
    await server.client.listTools();
    const me = await server.call("user_current");
    const { zone } = (me.structured as { result: { zone: string } }).result;
    const day = Temporal.Now.plainDateISO(zone).subtract({ days: 1 }).toString();
    const created = await server.call("timesheet", {
      action: "create",
      data: {
        project: 1,
        activity: 1,
        begin: `${day}T06:00:00`,
        end: `${day}T06:45:00`,
        description: "Booked afterwards",
      },
    });
    assert.equal(created.isError, false, created.text);
    const id = Number(/^Created timesheet ID (\d+)/.exec(created.text)?.[1]);
    const listed = await server.call("timesheet", {
      action: "list",
      filters: { begin: day, end: day },
    });
    assert.match(listed.text, /Booked afterwards/);
    const { result } = listed.structured as {
      result: { days: { date: string; entries: { id: number; duration: number }[] }[] };
    };
    assert.deepEqual(result.days.map(({ date }) => date), [day]);
    const entry = result.days[0].entries.find((one) => one.id === id);
    assert.equal(entry?.duration, 45 * 60);
  });

  Deno.test(`${kind}: a call that cannot be right is refused in a sentence`, async () => {
    await using server = await overStdio(demo(), kind);
    await server.client.listTools();
    const refused = await server.call("timesheet", { action: "get", id: 1, project: 2 });
    assert.equal(refused.isError, true);
    assert.equal(refused.structured, undefined);
    assert.match(refused.text, /^Cannot run timesheet get: "project" is not a field of/);
    const absent = await server.call("timesheet", { action: "get", id: 999_999 });
    assert.equal(absent.isError, true);
    assert.doesNotMatch(absent.text, /Internal error/);
    assert.match(absent.text, /^[A-Z].*[^.]$/s);
  });
}

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
