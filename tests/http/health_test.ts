import assert from "node:assert/strict";
import { Hono } from "hono";
import type { Env } from "../../src/http/context.ts";
import { refusal } from "../../src/http/context.ts";
import { health, info, metricsPage, ready, type ReadyOptions } from "../../src/http/health.ts";
import { silentLog } from "../../src/lib/log.ts";
import { createMetrics } from "../../src/lib/metrics.ts";

interface Options {
  checks?: ReadyOptions["checks"];
  token?: string;
  /** The client's address; the peer's unless given. */
  address?: string;
  peer?: string;
}

function setUp({ checks = {}, token, peer = "203.0.113.9", address = peer }: Options = {}) {
  const metrics = createMetrics();
  metrics.count("mcp_refused_total", { why: "host" });
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    c.set("address", address);
    c.set("log", silentLog);
    await next();
  });
  app.all("/health", health({ version: "1.2.3" }));
  app.all("/ready", ready({ checks }));
  app.all("/metrics", metricsPage({ metrics, token }));
  app.all(
    "/",
    info({ version: "1.2.3", signsIn: false, publicUrl: () => new URL("https://mcp.example") }),
  );
  app.notFound(() => refusal(404, "Not found"));
  return (path: string, init?: RequestInit) => app.request(path, init, { peer });
}

Deno.test("62: health has three keys for anybody, and says nothing of accounts", async () => {
  const ask = setUp();
  const answer = await ask("/health");
  assert.equal(answer.status, 200);
  assert.deepEqual(await answer.json(), {
    status: "healthy",
    version: "1.2.3",
    transport: "streamable-http",
  });
  const head = await ask("/health", { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
});

Deno.test("what only tells is read by GET and HEAD; other methods are told so", async () => {
  const ask = setUp({ peer: "127.0.0.1" });
  for (const path of ["/health", "/ready", "/metrics", "/"]) {
    assert.equal((await ask(path, { method: "HEAD" })).status, 200, path);
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "BREW"]) {
      const answer = await ask(path, { method });
      assert.deepEqual(
        [answer.status, answer.headers.get("Allow")],
        [405, "GET, HEAD"],
        `${method} ${path}`,
      );
      assert.deepEqual(await answer.json(), { error: "Method not allowed: use GET" });
    }
  }
});

Deno.test("the server is ready when every check holds, and says which does not", async () => {
  const good = await setUp({ checks: { configuration: () => true } })("/ready");
  assert.equal(good.status, 200);
  assert.deepEqual(await good.json(), { status: "ready", checks: { configuration: true } });

  const checks = {
    configuration: () => true,
    state_file: () => Promise.resolve(false),
    other: () => Promise.reject(new Error("/secret/path")),
    broken: () => {
      throw new Error("hush");
    },
  };
  const bad = await setUp({ checks })("/ready");
  assert.equal(bad.status, 503);
  assert.deepEqual(await bad.json(), {
    status: "not ready",
    checks: { configuration: true, state_file: false, other: false, broken: false },
  });
});

Deno.test("a server that was not ready is asked anew each time", async () => {
  let holds = false;
  const ask = setUp({ checks: { configuration: () => holds } });
  assert.equal((await ask("/ready")).status, 503);
  holds = true;
  assert.equal((await ask("/ready")).status, 200);
});

Deno.test("without a token this machine may read the metrics, as the text of Prometheus", async () => {
  for (const peer of ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"]) {
    const answer = await setUp({ peer })("/metrics");
    assert.equal(answer.status, 200, peer);
    assert.equal(
      answer.headers.get("Content-Type"),
      "text/plain; version=0.0.4; charset=utf-8",
    );
    assert.equal(
      await answer.text(),
      `# HELP mcp_refused_total Requests refused by a guard
# TYPE mcp_refused_total counter
mcp_refused_total{why="host"} 1
`,
    );
  }
});

/** The answer to metrics and to a path that is not there. */
async function both(options: Options, headers: HeadersInit = {}) {
  const ask = setUp(options);
  const read = async (path: string) => {
    const answer = await ask(path, { headers });
    return [answer.status, Object.fromEntries(answer.headers), await answer.text()];
  };
  return { metrics: await read("/metrics"), unknown: await read("/nothing") };
}

Deno.test("62: whoever may not read the metrics gets the answer of a path that is not there", async () => {
  const local = { peer: "127.0.0.1" };
  const token = "t0ken";
  const refused: [Options, HeadersInit?][] = [
    [{}],
    [{ peer: "10.0.0.1" }],
    [{ peer: "not an address" }],
    // A client that a proxy on this machine names, and one that only says it were local.
    [{ ...local, address: "203.0.113.9" }],
    [{ peer: "203.0.113.9", address: "127.0.0.1" }],
    [{}, { Authorization: "Bearer t0ken" }],
    [{ ...local, token }],
    [{ ...local, token }, { Authorization: "Bearer t0ke" }],
    [{ ...local, token }, { Authorization: "Bearer t0ken2" }],
    [{ ...local, token }, { Authorization: "Basic t0ken" }],
    [{ ...local, token }, { Authorization: "t0ken" }],
    [{ ...local, token }, { Authorization: "Bearer t0ken, Bearer t0ken" }],
    [{ ...local, token }, { Cookie: "token=t0ken" }],
  ];
  for (const [options, headers] of refused) {
    const { metrics, unknown } = await both(options, headers);
    assert.deepEqual(metrics, unknown);
    assert.equal(metrics[0], 404);
  }
});

Deno.test("whoever may not read the metrics cannot tell them by another method either", async () => {
  const ask = setUp();
  for (const method of ["POST", "HEAD", "OPTIONS"]) {
    assert.equal((await ask("/metrics", { method })).status, 404, method);
  }
});

Deno.test("whoever sends the token reads the metrics from anywhere", async () => {
  const ask = setUp({ token: "t0ken" });
  for (const Authorization of ["Bearer t0ken", "bearer t0ken", "BEARER  t0ken "]) {
    assert.equal((await ask("/metrics", { headers: { Authorization } })).status, 200);
  }
});

Deno.test("the root says what this is and where to go, by the address that clients know", async () => {
  assert.deepEqual(await (await setUp()("/")).json(), {
    name: "kimai-mcp",
    version: "1.2.3",
    transport: "streamable-http",
    endpoints: { health: "https://mcp.example/health", mcp: "https://mcp.example/mcp" },
  });
  const below = new Hono<Env>();
  below.get(
    "/",
    info({ version: "1", signsIn: true, publicUrl: () => new URL("https://a.example/kimai/") }),
  );
  const { endpoints } = await (await below.request("/")).json();
  assert.equal(endpoints.mcp, "https://a.example/kimai/mcp");
  assert.equal(
    endpoints.oauth_metadata,
    "https://a.example/kimai/.well-known/oauth-authorization-server",
  );
});
