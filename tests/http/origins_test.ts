import assert from "node:assert/strict";
import fc from "fast-check";
import { Hono } from "hono";
import type { Env } from "../../src/http/context.ts";
import { cors, type CorsOptions, guardOrigin, type OriginRules } from "../../src/http/origins.ts";

const rules: OriginRules = {
  allowed: ["https://good.example", "http://localhost:6274", "http://[::1]:8000", "app://*"],
};

/** As the application has them, before an endpoint that says what it was asked. */
function setUp(options: Partial<CorsOptions> = {}) {
  const app = new Hono<Env>();
  const cors_ = cors({ methods: ["GET", "POST"], rules, ...options });
  const asked: string[] = [];
  app.use(cors_);
  if (options.rules !== "any") app.use(guardOrigin(options.rules ?? rules));
  app.all("/mcp", (c) => {
    asked.push(c.req.method);
    return new Response("served", { headers: { Vary: "Accept" } });
  });
  const ask = (origin?: string, method = "POST") =>
    app.request("/mcp", { method, headers: origin === undefined ? {} : { Origin: origin } });
  return { ask, asked };
}

const corsHeaders = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-")));

Deno.test("S6: a program, which sends no Origin, passes", async () => {
  const { ask } = setUp();
  const answer = await ask();
  assert.equal(await answer.text(), "served");
  assert.deepEqual(corsHeaders(answer), {});
});

Deno.test("S6: an allowed origin passes in any spelling of its host and default port", async () => {
  const { ask } = setUp();
  const origins = [
    "https://good.example",
    "https://good.example:443",
    "HTTPS://Good.Example",
    "http://localhost:6274",
    "http://[::1]:8000",
    "http://[0:0:0:0:0:0:0:1]:8000",
    "app://obsidian.md",
    "App://whatever",
  ];
  for (const origin of origins) assert.equal((await ask(origin)).status, 200, origin);
});

const foreign = [
  "https://evil.example",
  "null",
  "",
  "https://good.example.evil.example",
  "https://evil-good.example",
  "https://good.example@evil.example",
  "https://evil.example#https://good.example",
  "https://good.example https://evil.example",
  "https://good.example, https://evil.example",
  "https://good.example,https://good.example",
  "http://good.example",
  "https://good.example:8443",
  "https://good.example:0443x",
  "https://good.example:99999",
  "https://good.example/",
  "https://good.example/path",
  "https://good.example.",
  "https://good.example\\.evil.example",
  "//good.example",
  "good.example",
  "http://localhost",
  "http://localhost:62740",
  "http://[::1]",
  "http://[::2]:8000",
  "http://[::1]:8000.evil.example",
  "http://[::g]:8000",
  "application://obsidian.md",
  "app://",
  "app://*",
  "*",
];

Deno.test("53, S6: any other Origin gets 403 and nothing is done", async () => {
  const { ask, asked } = setUp();
  for (const origin of foreign) {
    const answer = await ask(origin);
    assert.equal(answer.status, 403, origin);
    assert.deepEqual(corsHeaders(answer), {}, origin);
    assert.deepEqual(await answer.json(), {
      jsonrpc: "2.0",
      error: {
        code: -32000,
        message: "Pages of this origin may not call this server: allow it with --allowed-origins",
      },
      id: null,
    });
  }
  assert.deepEqual(asked, []);
});

Deno.test("53: a preflight from a foreign origin is told nothing", async () => {
  const { ask } = setUp();
  for (const origin of foreign) {
    const answer = await ask(origin, "OPTIONS");
    assert.equal(answer.status, 403, origin);
    assert.deepEqual(corsHeaders(answer), {}, origin);
    assert.equal(answer.headers.get("Vary"), "Origin");
  }
});

Deno.test("a preflight of an allowed page is answered with all that MCP needs", async () => {
  const { ask, asked } = setUp();
  const answer = await ask("https://good.example", "OPTIONS");
  assert.equal(answer.status, 204);
  assert.equal(answer.headers.get("Vary"), "Origin");
  assert.equal(answer.headers.get("Allow"), "GET, POST, OPTIONS");
  assert.deepEqual(corsHeaders(answer), {
    "access-control-allow-headers":
      "Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Session-Id, Mcp-Method, Mcp-Name, Last-Event-ID, X-Request-ID",
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-origin": "https://good.example",
    "access-control-expose-headers":
      "WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, X-Request-ID",
    "access-control-max-age": "600",
  });
  assert.deepEqual(asked, [], "nobody behind is asked");
});

Deno.test("OPTIONS without Origin says which methods there are", async () => {
  const answer = await setUp().ask(undefined, "OPTIONS");
  assert.equal(answer.status, 204);
  assert.equal(answer.headers.get("Allow"), "GET, POST, OPTIONS");
});

Deno.test("63: answers say by which header they differ, and never allow credentials", async () => {
  const { ask } = setUp();
  for (const origin of [undefined, "https://good.example", "https://evil.example"]) {
    for (const method of ["GET", "OPTIONS"]) {
      const { headers } = await ask(origin, method);
      assert.match(headers.get("Vary") ?? "", /(^|, )Origin$/, `${origin} ${method}`);
      assert.equal(headers.get("Access-Control-Allow-Credentials"), null);
    }
  }
  assert.equal((await ask("https://good.example")).headers.get("Vary"), "Accept, Origin");
});

Deno.test("an allowed page may read refusals as well", async () => {
  const app = new Hono<Env>();
  app.use(cors({ methods: ["POST"], rules }));
  app.post("/mcp", () => new Response(null, { status: 401, headers: { "WWW-Authenticate": "B" } }));
  const answer = await app.request("/mcp", {
    method: "POST",
    headers: { Origin: "https://good.example" },
  });
  assert.equal(answer.status, 401);
  assert.equal(answer.headers.get("Access-Control-Allow-Origin"), "https://good.example");
  assert.match(answer.headers.get("Access-Control-Expose-Headers")!, /^WWW-Authenticate, /);
});

Deno.test("63: documents for any page name none", async () => {
  const { ask, asked } = setUp({ rules: "any" });
  for (const origin of ["https://evil.example", "null"]) {
    const answer = await ask(origin, "GET");
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("Access-Control-Allow-Origin"), "*");
    assert.equal(answer.headers.get("Vary"), "Accept");
    const preflight = await ask(origin, "OPTIONS");
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get("Access-Control-Allow-Origin"), "*");
  }
  assert.equal((await ask(undefined, "GET")).headers.get("Access-Control-Allow-Origin"), null);
  assert.deepEqual(asked, ["GET", "GET", "GET"]);
});

/** Whether a page of this origin is served under these rules. */
async function passes(allowed: string[], origin: string): Promise<boolean> {
  return (await setUp({ rules: { allowed } }).ask(origin)).status === 200;
}

Deno.test("* allows all pages", async () => {
  for (const origin of ["https://evil.example", "null", "moz-extension://x"]) {
    assert.equal(await passes(["https://good.example", "*"], origin), true, origin);
  }
});

Deno.test("an origin may be allowed in any case, with its default port and a slash at its end", async () => {
  for (const one of ["https://GOOD.example", "https://good.example:443", "https://good.example/"]) {
    assert.equal(await passes([one], "https://good.example"), true, one);
  }
  assert.equal(await passes(["Moz-Extension://*"], "moz-extension://0b6"), true);
});

Deno.test("what allows nothing in particular allows nothing", async () => {
  const useless = [
    "https://*",
    "http://*",
    "*://good.example",
    "https://*.example",
    "null",
    "",
    "good.example",
  ];
  for (const origin of [...useless, "https://good.example", "null"]) {
    assert.equal(await passes(useless, origin), false, origin);
  }
});

const host = fc.constantFrom(
  "a.example",
  "A.Example",
  "b.example",
  "localhost",
  "127.0.0.1",
  "127.1",
  "0x7f.0.0.1",
  "[::1]",
  "[0:0::1]",
  "[2001:DB8::1]",
  "a_b-c.example",
  "a.example.",
);
const port = fc.oneof(
  fc.constantFrom("", ":80", ":443", ":080", ":0", ":65535", ":65536"),
  fc.nat(9).map((n) => `:${n}`),
);
const origin = fc.tuple(fc.constantFrom("http", "https", "HTTP", "Https"), host, port)
  .map(([scheme, name, at]) => `${scheme}://${name}${at}`);

Deno.test("two spellings are one origin exactly when a URL says so", async () => {
  await fc.assert(
    fc.asyncProperty(origin, origin, async (allowed, asking) => {
      const [left, right] = [URL.parse(allowed)?.origin, URL.parse(asking)?.origin];
      assert.equal(await passes([allowed], asking), left !== undefined && left === right);
      assert.equal(await passes([allowed], allowed), left !== undefined);
    }),
    { numRuns: 400 },
  );
});

Deno.test("no Origin header is answered by anything but the endpoint or 403", async () => {
  const { ask } = setUp();
  const text = fc.string().filter((value) => /^[\x20-\x7e]*$/.test(value));
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom("", "https://", "app://"), async (rest, start) => {
      const { status } = await ask(start + rest);
      const isApp = /^app:\/\/(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.test(
        (start + rest).trim(),
      );
      assert.equal(status, isApp ? 200 : 403);
    }),
  );
});
