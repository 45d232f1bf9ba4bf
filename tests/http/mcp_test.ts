import assert from "node:assert/strict";
import type { Principal } from "../../src/http/context.ts";
import { createMcpEndpoint } from "../../src/http/mcp.ts";
import { silentLog } from "../../src/lib/log.ts";
import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { kinds, overHttp, type Person } from "../support/clients.ts";
import { createServer } from "../support/server.ts";

const anna: Principal = { account: "anna", version: "1", client: "claude" };
const bert: Principal = { account: "bert", version: "1", client: "claude" };
const url = "http://localhost/mcp";

/** The endpoint alone, without guards: `as` is who the request's bearer is taken for. */
function setUp(user = "") {
  const clock = { now: 0 };
  const demo = createDemoKimai({ now: Temporal.Now.instant });
  const settings = {
    kimai_url: "https://kimai.test",
    kimai_token: demo.tokens[user || demo.defaultUser],
  };
  const { factory } = createServer({ fetch: demo.fetch, settings });
  const endpoint = createMcpEndpoint({
    factory,
    log: silentLog,
    sessions: { max: 100, maxPerAccount: 10, idle: 60, now: () => clock.now },
  });
  const seen: (string | null)[] = [];
  const fetchAs =
    (principal: Principal) => async (input: string | URL | Request, init?: RequestInit) => {
      const request = new Request(input, init);
      seen.push(request.headers.get("Mcp-Session-Id"));
      const body = request.method === "POST" ? await request.clone().json() : undefined;
      return await endpoint.fetch(request, { principal, requestId: "r-1", body });
    };
  const post = (principal: Principal, body: unknown, headers: Record<string, string> = {}) =>
    fetchAs(principal)(url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        ...headers,
      },
      body: JSON.stringify(body),
    });
  return {
    endpoint,
    fetchAs,
    post,
    seen,
    clock,
    demo,
    [Symbol.asyncDispose]: () => endpoint.close(),
  };
}

const initialize = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "tests", version: "1" },
  },
};
const listTools = { jsonrpc: "2.0", id: 2, method: "tools/list", params: {} };

for (const kind of kinds) {
  Deno.test(`a ${kind} client lists and calls tools over HTTP`, async () => {
    await using test = setUp();
    const { endpoint, fetchAs, seen, demo } = test;
    await using client = await overHttp({ url, fetch: fetchAs(anna) }, kind);
    const { tools } = await client.client.listTools();
    assert.equal(tools.length, 14);
    const { structured } = await client.call("user_current");
    assert.equal((structured?.result as { username: string }).username, demo.defaultUser);
    const modern = kind === "auto" || kind === "2026-07-28";
    assert.equal(endpoint.sessions, modern ? 0 : 1);
    assert.equal(seen.some((id) => id !== null), !modern);
  });

  Deno.test(`a ${kind} client asks its person over HTTP, and the answer counts`, async () => {
    await using test = setUp("olivia");
    const { fetchAs } = test;
    const questions: string[] = [];
    const person: Person = (question) => {
      questions.push(question);
      return { action: "accept", content: { confirm: true } };
    };
    await using client = await overHttp({ url, fetch: fetchAs(anna), person }, kind);
    const { isError, text } = await client.call("entity", {
      type: "customer",
      action: "delete",
      id: 1,
    });
    assert.equal(isError, false, text);
    assert.equal(questions.length, 1);
  });
}

Deno.test("a session belongs to the account that opened it", async () => {
  await using test = setUp();
  const { post } = test;
  const opened = await post(anna, initialize);
  const id = opened.headers.get("Mcp-Session-Id")!;
  await opened.body?.cancel();
  const own = await post(anna, listTools, { "Mcp-Session-Id": id });
  assert.equal(own.status, 200);
  await own.text();
  for (
    const other of [bert, { ...anna, version: "2" }, { ...anna, client: "cursor" }] as Principal[]
  ) {
    const foreign = await post(other, listTools, { "Mcp-Session-Id": id });
    assert.equal(foreign.status, 404);
    assert.match(await foreign.text(), /Session not found/);
  }
});

Deno.test("without a session a client of 2025 is served for the one request", async () => {
  await using test = setUp();
  const { endpoint, post } = test;
  const answer = await post(anna, listTools, { "MCP-Protocol-Version": "2025-11-25" });
  assert.equal(answer.status, 200);
  assert.match(await answer.text(), /"timesheet"/);
  assert.equal(endpoint.sessions, 0);
});

Deno.test("a refused request opens no session", async () => {
  await using test = setUp();
  const { endpoint, post } = test;
  const refused = await post(anna, initialize, { "Accept": "text/plain" });
  assert.equal(refused.status, 406);
  await refused.text();
  assert.equal(endpoint.sessions, 0);
});

Deno.test("a session ends when it was unused for too long, and by DELETE", async () => {
  await using test = setUp();
  const { endpoint, fetchAs, post, clock } = test;
  const open = async () => {
    const opened = await post(anna, initialize);
    await opened.body?.cancel();
    return opened.headers.get("Mcp-Session-Id")!;
  };
  const first = await open();
  clock.now += 61_000;
  const late = await post(anna, listTools, { "Mcp-Session-Id": first });
  assert.equal(late.status, 404);
  await late.text();
  const second = await open();
  const headers = { "Mcp-Session-Id": second, "MCP-Protocol-Version": "2025-11-25" };
  const deleted = await fetchAs(anna)(url, { method: "DELETE", headers });
  assert.equal(deleted.status, 200);
  assert.equal(endpoint.sessions, 0);
});
