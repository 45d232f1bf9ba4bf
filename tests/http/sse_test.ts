import assert from "node:assert/strict";
import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import type { Principal } from "../../src/http/context.ts";
import { createSseEndpoint } from "../../src/http/sse.ts";
import { overHttp, type Person } from "../support/clients.ts";
import { createServer } from "../support/server.ts";

const anna: Principal = { account: "anna", version: "1", client: "server-token" };
const bert: Principal = { ...anna, account: "bert" };

function setUp() {
  const demo = createDemoKimai({ now: Temporal.Now.instant });
  const settings = { kimai_url: "https://kimai.test", kimai_token: demo.tokens.olivia };
  const { factory } = createServer({ fetch: demo.fetch, settings });
  const sessions = { max: 10, maxPerAccount: 3, idle: 60, now: () => 0 };
  const endpoint = createSseEndpoint({ factory, sessions });
  const fetchAs =
    (principal: Principal) => async (input: string | URL | Request, init?: RequestInit) => {
      const request = new Request(input, init);
      const admitted = { principal, requestId: "r-1" };
      return request.method === "GET"
        ? await endpoint.open(request, admitted)
        : endpoint.post(request, { ...admitted, body: await request.json() });
    };
  const post = (
    query: string,
    principal = anna,
    body: unknown = { jsonrpc: "2.0", id: 1, method: "ping" },
  ) =>
    fetchAs(principal)(`http://localhost/messages/${query}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
  return { endpoint, fetchAs, post, [Symbol.dispose]: () => endpoint.close() };
}

/** The stream's next piece, as text. */
async function next(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  return new TextDecoder().decode((await reader.read()).value);
}

Deno.test("the v1 client works over the transport of 2024: lists, calls, and its person is asked", async () => {
  using test = setUp();
  const questions: string[] = [];
  const person: Person = (question) => {
    questions.push(question);
    return { action: "accept", content: { confirm: true } };
  };
  const remote = { url: "http://localhost/sse", fetch: test.fetchAs(anna), person };
  await using client = await overHttp(remote, "sse");
  assert.equal((await client.client.listTools()).tools.length, 14);
  const deleted = await client.call("entity", { type: "customer", action: "delete", id: 1 });
  assert.equal(deleted.isError, false, deleted.text);
  assert.equal(questions.length, 1);
});

Deno.test("the stream begins with a relative address for messages, and answers come as messages", async () => {
  using test = setUp();
  const opened = await test.fetchAs(anna)("http://localhost/sse");
  assert.equal(opened.headers.get("Content-Type"), "text/event-stream");
  assert.equal(opened.headers.get("X-Accel-Buffering"), "no");
  const reader = opened.body!.getReader();
  const first = await next(reader);
  const [, query] = /^event: endpoint\ndata: \/messages\/(\?session_id=[0-9a-f]{32})\n\n$/.exec(
    first,
  )!;
  const accepted = await test.post(query);
  assert.equal(accepted.status, 202);
  assert.equal(await accepted.text(), "Accepted");
  assert.equal(
    await next(reader),
    'event: message\ndata: {"result":{},"jsonrpc":"2.0","id":1}\n\n',
  );
  const spelled = await test.post(query.replace("session_id", "sessionId"));
  assert.equal(spelled.status, 202);
  await next(reader);
  await reader.cancel();
  assert.equal(test.endpoint.sessions, 0, "a client that goes away ends its session");
});

Deno.test("a message without a session, to an unknown or to another's is refused", async () => {
  using test = setUp();
  const opened = await test.fetchAs(anna)("http://localhost/sse");
  const reader = opened.body!.getReader();
  const [query] = /\?session_id=\w+/.exec(await next(reader))!;
  assert.equal((await test.post("")).status, 400);
  assert.equal((await test.post("?session_id=0123")).status, 404);
  assert.equal((await test.post(query, bert)).status, 404);
  assert.equal((await test.post(query, anna, { hello: 1 })).status, 400);
  await reader.cancel();
});

Deno.test("an account that is removed loses its streams", async () => {
  using test = setUp();
  const opened = await test.fetchAs(anna)("http://localhost/sse");
  const reader = opened.body!.getReader();
  await next(reader);
  test.endpoint.endOf(({ account }) => account === "anna");
  assert.equal((await reader.read()).done, true);
});
