import assert from "node:assert/strict";
import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { overHttp } from "../support/clients.ts";
import { createFolder } from "../support/folder.ts";
import { program, run, Running } from "../support/program.ts";
import { closedPort, demoToken, serve, serveDemo, serveSilence } from "./kimais.ts";
import { serveHttp, serverToken, toolNames } from "./ways.ts";

const listTools = { jsonrpc: "2.0", id: 1, method: "tools/list", params: {} };

/** A request of a 2025 client without session. */
function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "Accept": "application/json, text/event-stream",
      "Authorization": `Bearer ${serverToken}`,
      ...headers,
    },
    body: JSON.stringify(body),
  });
}

function call(url: string, name: string, args: unknown = {}): Promise<Response> {
  return post(url, { ...listTools, method: "tools/call", params: { name, arguments: args } });
}

/** A page of the server beside `/mcp`. */
const beside = (url: string, path: string) => new URL(path, url).href;

Deno.test("the embedded Kimai is served with one ready account, and how to connect is printed", async () => {
  await using server = await serveHttp({ args: ["--demo"], env: { MCP_SERVER_TOKEN: "" } });
  const printed = await server.running.until(() =>
    /sign in there as demo with the secret \w{40}\n/.exec(server.running.stdout) ?? undefined
  );
  assert(printed);
  const { stdout } = server.running;
  assert(stdout.includes(`claude mcp add --transport http kimai ${server.url}\n`));
  assert(stdout.includes("code --add-mcp '{"));
  assert(stdout.includes(`{"mcpServers":{"kimai":{"url":"${server.url}"}}}`));
});

Deno.test("health is exactly three keys for anybody, and the rest needs a token", async () => {
  await using server = await serveHttp({ args: ["--demo"] });
  const health = await fetch(beside(server.url, "/health"));
  assert.deepEqual(Object.keys(await health.json()), ["status", "version", "transport"]);
  const ready = await fetch(beside(server.url, "/ready"));
  assert.equal(ready.status, 200);
  await ready.body?.cancel();
  const anonymous = await post(server.url, listTools, { Authorization: "" });
  assert.equal(anonymous.status, 401);
  assert.match(anonymous.headers.get("WWW-Authenticate")!, /^Bearer/);
  await anonymous.body?.cancel();
  const wrong = await post(server.url, listTools, { Authorization: "Bearer wrong" });
  assert.equal(wrong.status, 401);
  await wrong.body?.cancel();
});

Deno.test("an answer that is at hand is sent in one piece, with its length", async () => {
  await using server = await serveHttp({ args: ["--demo"] });
  const refused = () => post(server.url, listTools, { Authorization: "" });
  for (const answer of [await refused(), await fetch(beside(server.url, "/health"))]) {
    await answer.body?.cancel();
    assert.match(answer.headers.get("Content-Length") ?? "none", /^\d+$/);
  }
});

Deno.test("/mcp and /mcp/ are the same, without a redirect", async () => {
  await using server = await serveHttp({ args: ["--demo"] });
  for (const url of [server.url, `${server.url}/`]) {
    const answer = await post(url, listTools);
    assert.deepEqual([answer.status, answer.redirected], [200, false]);
    assert.match(await answer.text(), /"timesheet"/);
  }
});

Deno.test("every request has an id that its answer and the log carry", async () => {
  await using server = await serveHttp({ args: ["--demo"] });
  const given = await post(server.url, listTools, { "X-Request-ID": "from-the-proxy-1" });
  assert.equal(given.headers.get("X-Request-ID"), "from-the-proxy-1");
  await given.body?.cancel();
  await server.running.until(() => server.running.stderr.includes("from-the-proxy-1") || undefined);
  const made = await post(server.url, listTools, { "X-Request-ID": "not a sane one!" });
  assert.match(made.headers.get("X-Request-ID")!, /^[\w-]{8,}$/);
  await made.body?.cancel();
});

Deno.test("the old transport answers the v1 client on /sse where it is switched on, else says where to go", async () => {
  await using server = await serveHttp({ args: ["--demo", "--sse"] });
  const url = beside(server.url, "/sse");
  await using client = await overHttp({ url, token: serverToken }, "sse");
  const { tools } = await client.client.listTools();
  assert.deepEqual(tools.map(({ name }) => name).sort(), toolNames);
  assert.equal((await client.call("user_current")).isError, false);
  await using other = await serveHttp({ args: ["--demo"] });
  const gone = await fetch(beside(other.url, "/sse"));
  assert.equal(gone.status, 410);
  assert.match(await gone.text(), /\/mcp/);
});

Deno.test("metrics count what was called, and are for this machine or a token", async () => {
  await using server = await serveHttp({ args: ["--demo"] });
  await (await call(server.url, "user_current")).text();
  const text = await (await fetch(beside(server.url, "/metrics"))).text();
  assert.match(
    text,
    /^mcp_tool_calls_total\{connector="kimai",tool="user_current",action="\w*",outcome="ok"\} 1$/m,
  );
  await using closed = await serveHttp({ args: ["--demo", "--metrics-token=for-the-collector"] });
  const anonymous = await fetch(beside(closed.url, "/metrics"));
  assert.equal(anonymous.status, 404);
  await anonymous.body?.cancel();
  const headers = { Authorization: "Bearer for-the-collector" };
  const known = await fetch(beside(closed.url, "/metrics"), { headers });
  assert.equal(known.status, 200);
  await known.body?.cancel();
});

Deno.test("SIGTERM lets a call under way end, and the program ends with 0", async () => {
  const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { fetch: demo, tokens } = createDemoKimai();
  await using kimai = serve(async (request) => {
    if (new URL(request.url).pathname === "/api/users/me") {
      asked.resolve();
      await answer.promise;
    }
    return await demo(request);
  });
  const env = { KIMAI_URL: kimai.url, KIMAI_API_TOKEN: tokens.olivia };
  await using server = await serveHttp({ env });
  const called = call(server.url, "user_current");
  await asked.promise;
  server.running.signal("SIGTERM");
  await server.running.until(() => server.running.stderr.includes("Ending") || undefined);
  answer.resolve();
  assert.match(await (await called).text(), /olivia/);
  const { code, signal } = await server.running.ended;
  assert.deepEqual({ code, signal }, { code: 0, signal: null });
});

Deno.test("SIGTERM ends open streams and sessions", async () => {
  await using server = await serveHttp({ args: ["--demo", "--sse"] });
  const stream = await fetch(beside(server.url, "/sse"), {
    headers: { Authorization: `Bearer ${serverToken}` },
  });
  const read = stream.text();
  server.running.signal("SIGTERM");
  assert.match(await read, /^event: endpoint/);
  assert.equal((await server.running.ended).code, 0);
});

Deno.test("a client that goes away cancels its call", async () => {
  await using kimai = serveSilence();
  const env = { KIMAI_URL: kimai.url, KIMAI_API_TOKEN: "any", KIMAI_TIMEOUT: "600" };
  await using server = await serveHttp({ args: ["--log-level=debug"], env });
  const { running, url } = server;
  const socket = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(url).port) });
  await socket.write(new TextEncoder().encode(modernCall("timer", { action: "active" })));
  await kimai.asked;
  socket.close();
  await running.until(() => running.stderr.includes('"outcome":"cancelled"') || undefined);
});

/** A tool call of 2026-07-28 as it goes over the wire. */
function modernCall(name: string, args: unknown): string {
  const version = "2026-07-28";
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": version,
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const params = { name, arguments: args, _meta };
  const body = JSON.stringify({ ...listTools, method: "tools/call", params });
  return [
    "POST /mcp HTTP/1.1",
    "Host: localhost",
    `Authorization: Bearer ${serverToken}`,
    "Content-Type: application/json",
    "Accept: application/json, text/event-stream",
    `MCP-Protocol-Version: ${version}`,
    "Mcp-Method: tools/call",
    `Mcp-Name: ${name}`,
    `Content-Length: ${new TextEncoder().encode(body).length}`,
    "",
    body,
  ].join("\r\n");
}

/** Names with which people come in by /mcp/NAME. */
function people(url: string, tokens: Record<string, string>): string {
  return JSON.stringify(Object.fromEntries(
    Object.entries(tokens).map(([name, kimai_token]) => [name, { kimai_url: url, kimai_token }]),
  ));
}

Deno.test("each account acts as itself; one whose Kimai is down or refuses it disturbs nobody", async () => {
  const { fetch: demo, tokens } = createDemoKimai();
  await using kimai = serve((request) => demo(request));
  await using folder = await createFolder();
  const path = `${folder.path}/users.json`;
  const users = JSON.parse(
    people(kimai.url, { lena: tokens.lena, ben: tokens.ben, gone: "wrong" }),
  );
  users.down = { kimai_url: `http://127.0.0.1:${closedPort()}`, kimai_token: "any" };
  await Deno.writeTextFile(path, JSON.stringify(users), { mode: 0o600 });
  const args = [`--users-config=${path}`, "--legacy-slugs"];
  await using server = await serveHttp({ args, env: { MCP_SERVER_TOKEN: "" } });
  const ask = async (name: string) =>
    await (await call(`${server.url}/${name}`, "user_current")).text();
  assert.match(await ask("lena"), /Current User: lena/);
  assert.match(await ask("gone"), /does not accept the API token/);
  assert.match(await ask("down"), /refuses connections/);
  assert.match(await ask("ben"), /Current User: ben/);
  // Once the token is right the next call works, without a restart.
  await Deno.writeTextFile(path, people(kimai.url, { gone: tokens.maya, ben: tokens.ben }), {
    mode: 0o600,
  });
  server.running.signal("SIGHUP");
  await server.running.until(() => server.running.stderr.includes("read anew") || undefined);
  assert.match(await ask("gone"), /Current User: maya/);
  assert.equal((await call(`${server.url}/lena`, "user_current")).status, 404);
  assert(!server.running.stderr.includes("lena"), "names are secrets here");
});

Deno.test("each call that writes leaves a line in the audit trail, without content", async () => {
  await using folder = await createFolder();
  const path = `${folder.path}/audit.jsonl`;
  await using server = await serveHttp({ args: ["--demo", `--audit=${path}`] });
  const started = await call(server.url, "timer", {
    action: "start",
    data: { project: 1, activity: 1, description: "between us" },
  });
  const [, id] = /Started timer ID (\d+)/.exec(await started.text())!;
  await (await call(server.url, "timer", { action: "active" })).text();
  server.running.signal("SIGTERM");
  await server.running.ended;
  const lines = (await Deno.readTextFile(path)).trimEnd().split("\n").map((line) =>
    JSON.parse(line)
  );
  assert.equal(lines.length, 1);
  const { account, client, tool, action, ids, outcome } = lines[0];
  assert.deepEqual({ account, client, tool, action, outcome }, {
    account: "(shared)",
    client: "server-token",
    tool: "timer",
    action: "start",
    outcome: "ok",
  });
  assert.deepEqual(ids, { "result.entry": [Number(id)] });
  assert(!JSON.stringify(lines).includes("between us"));
});

const refusals: [
  name: string,
  args: string[],
  env: Record<string, string>,
  code: number,
  said: RegExp,
][] = [
  [
    "without any way in",
    [],
    { KIMAI_URL: "https://kimai.test" },
    1,
    /^Nobody could get in: .*--server-token/,
  ],
  [
    "with an OpenID provider",
    ["--auth-backend=oidc"],
    { MCP_SERVER_TOKEN: "x" },
    2,
    /--auth-backend/,
  ],
  ["with provisioning", ["--auto-provision"], { MCP_SERVER_TOKEN: "x" }, 2, /not available yet/],
  [
    "with a public URL in clear",
    ["--public-url=http://mcp.example.com"],
    { MCP_SERVER_TOKEN: "x" },
    1,
    /must be https/,
  ],
  [
    "with a proxy that is no address",
    ["--trusted-proxy=proxy.local"],
    { MCP_SERVER_TOKEN: "x" },
    2,
    /Cannot use "proxy.local" as --trusted-proxy/,
  ],
  [
    "with a users.json that is not there",
    ["--users-config=/nowhere/users.json"],
    {},
    1,
    /users\.json/,
  ],
];

for (const [name, args, env, code, said] of refusals) {
  Deno.test(`${name} serving does not begin`, async () => {
    const finished = await run(program(["--http", "--port=0", ...args], env));
    assert.equal(finished.code, code, finished.stderr);
    assert.match(finished.stderr, said);
    assert.equal(finished.stderr.trimEnd().split("\n").length, 1, finished.stderr);
  });
}

Deno.test("a port that is taken is said, exit code 1", async () => {
  await using taken = serveDemo();
  const env = { MCP_SERVER_TOKEN: "x" };
  const finished = await run(program(["--http", `--port=${taken.port}`], env));
  assert.equal(finished.code, 1);
  assert.match(
    finished.stderr,
    /Cannot listen on 127\.0\.0\.1, port \d+: something else listens there/,
  );
});

Deno.test("a link with the name of the reference's server serves HTTP", async () => {
  await using folder = await createFolder();
  const { command, ...start } = program(["--port=0", "--demo"], { MCP_SERVER_TOKEN: serverToken });
  const link = `${folder.path}/kimai-mcp-streamable`;
  await Deno.symlink(command, link);
  await using running = new Running({ ...start, command: link });
  await running.until(() => running.stderr.includes("Serving Streamable HTTP") || undefined);
});

Deno.test("neither token is ever written", async () => {
  await using kimai = serveDemo();
  const env = { KIMAI_URL: kimai.url, KIMAI_API_TOKEN: demoToken, KIMAI_MCP_LOG_LEVEL: "debug" };
  await using server = await serveHttp({ env });
  await (await call(server.url, "user_current")).text();
  const asked = await fetch(`${server.url}?access_token=in-the-query`, { method: "POST" });
  assert.equal(asked.status, 401);
  await asked.body?.cancel();
  server.running.signal("SIGTERM");
  await server.running.ended;
  for (const secret of [demoToken, serverToken, "in-the-query"]) {
    assert(
      !server.running.stderr.includes(secret) && !server.running.stdout.includes(secret),
      secret,
    );
  }
});
