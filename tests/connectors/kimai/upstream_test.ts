import assert from "node:assert/strict";
import { KimaiApi } from "../../../src/connectors/kimai/api.ts";
import type { KimaiSession } from "../../../src/connectors/kimai/session.ts";
import { openUpstream } from "../../../src/connectors/kimai/upstream.ts";
import { silentLog } from "../../../src/lib/log.ts";
import { quietCall } from "../../mcp/support.ts";
import { createDemoKimai } from "../../../src/connectors/kimai/demo/mod.ts";

function setUp(fetch?: (input: Request | URL | string, init?: RequestInit) => Promise<Response>) {
  const demo = createDemoKimai({ seed: "empty" });
  const requests: string[] = [];
  const api = new KimaiApi({
    url: "https://kimai.test",
    token: demo.tokens.super,
    fetch: (input, init) => {
      const request = new Request(input, init);
      requests.push(`${request.method} ${new URL(request.url).pathname.replace("/api", "")}`);
      return (fetch ?? demo.fetch)(request, init);
    },
    log: silentLog,
    deadline: 30,
    rowLimit: 1000,
  });
  const upstream = openUpstream(api, "https://kimai.test", {
    now: () => Temporal.Now.instant(),
    closeTransport: () => {},
  });
  const call = (signal?: AbortSignal) =>
    upstream.call(quietCall(signal && { signal })) as KimaiSession;
  return { call, requests };
}

Deno.test("look-ups are shared between calls, and dropped after a write", async () => {
  const { call, requests } = setUp();
  await call().names.customers();
  await call().names.customers();
  assert.deepEqual(requests, ["GET /customers"]);
  await call().kimai.request("POST", ["customers"], { body: { name: "ACME" } });
  assert.equal((await call().names.customers()).get(1)?.name, "ACME");
  assert.deepEqual(requests, ["GET /customers", "POST /customers", "GET /customers"]);
});

Deno.test("booking time keeps the look-ups, which hold no time", async () => {
  const { call, requests } = setUp();
  await call().me();
  const body = { project: 1, activity: 1 };
  await assert.rejects(call().kimai.request("POST", ["timesheets"], { body }));
  await call().me();
  assert.deepEqual(requests, ["GET /users/me", "POST /timesheets"]);
});

Deno.test("cancelling a call reaches its request", async () => {
  const controller = new AbortController();
  const { call } = setUp((_input, init) =>
    new Promise((_resolve, reject) => {
      init!.signal!.addEventListener("abort", () => reject(init!.signal!.reason));
      controller.abort(new Error("gone"));
    })
  );
  await assert.rejects(call(controller.signal).kimai.request("GET", ["version"]), /gone/);
});

Deno.test("the language is that of whoever was looked up, and kept after writes but those to people", async () => {
  const { call, requests } = setUp();
  await call().me();
  assert.equal(await call().language(), "en");
  await call().kimai.request("POST", ["customers"], { body: { name: "ACME" } });
  assert.equal(await call().language(), "en");
  assert.deepEqual(requests, ["GET /users/me", "POST /customers"]);
  await call().kimai.request("PATCH", ["users", 1], { body: { language: "de" } });
  assert.equal(await call().language(), "de");
  assert.equal(requests.at(-1), "GET /users/me");
});

Deno.test("where Kimai does not tell who somebody is, answers are English", async () => {
  const { call } = setUp(() => Promise.resolve(Response.json({}, { status: 403 })));
  assert.equal(await call().language(), "en");
});

Deno.test("a call asks for the language once, even where Kimai does not tell it", async () => {
  const { call, requests } = setUp(() => Promise.resolve(Response.json({}, { status: 403 })));
  const session = call();
  await session.language();
  await session.language();
  assert.deepEqual(requests, ["GET /users/me"]);
  await call().language();
  assert.equal(requests.length, 2);
});

Deno.test("what Kimai did not tell is asked for once in a call, and again in the next", async () => {
  let isDown = true;
  const demo = createDemoKimai({ seed: "empty" });
  const { call, requests } = setUp((input, init) =>
    isDown
      ? Promise.resolve(Response.json({}, { status: 403 }))
      : demo.fetch(new Request(input, init))
  );
  const session = call();
  const { names } = session;
  const looks = [
    session.me,
    names.customers,
    names.projects,
    names.activities,
    () => names.user(7),
  ];
  for (const look of [...looks, ...looks]) await assert.rejects(look());
  assert.equal(await session.language(), "en");
  assert.deepEqual(requests, [
    "GET /users/me",
    "GET /customers",
    "GET /projects",
    "GET /activities",
  ]);
  isDown = false;
  const next = call();
  await next.me();
  await next.names.customers();
  assert.deepEqual(requests.slice(4), ["GET /users/me", "GET /customers"]);
});
