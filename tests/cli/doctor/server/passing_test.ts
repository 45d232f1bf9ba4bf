import assert from "node:assert/strict";
import {
  assertRed,
  assertYellow,
  examine,
  isFor,
  named,
  type Proxy,
  withHeaders,
} from "./place.ts";

for (const agent of ["python-httpx", "Claude-User", "openai-mcp"]) {
  Deno.test(`a firewall that refuses ${agent} by name is red`, () =>
    assertRed(
      {
        proxy: (request, next) =>
          request.headers.get("User-Agent")?.startsWith(agent)
            ? new Response("<html>", { status: 403 })
            : next(request),
      },
      "User agents",
      new RegExp(`^Refused for their name: ${agent}[^,]* \\(403\\)$`),
      /every User-Agent/,
    ));
}

Deno.test("a firewall that says 429 to a name is one too", () =>
  assertRed(
    {
      proxy: (request, next) =>
        request.headers.get("User-Agent") === "node"
          ? new Response(null, { status: 429 })
          : next(request),
    },
    "User agents",
    /node \(429\)/,
  ));

/** Keeps the first answer to each address. */
function keeping(path: string): Proxy {
  const kept = new Map<string, Response>();
  return async (request, next) => {
    if (!isFor(request, path) || request.method !== "GET") return await next(request);
    const answer = kept.get(request.url) ?? await next(request);
    kept.set(request.url, answer.clone());
    return answer;
  };
}

Deno.test("an answer that comes twice was kept, whichever path it is of", async () => {
  await assertRed({ proxy: keeping("/health") }, "Caching", /\/health was kept/, /no-store/);
  await assertRed({ proxy: keeping("/mcp") }, "Caching", /\/mcp was kept/);
});

Deno.test("an answer with an age was kept, whatever its id says", () =>
  assertRed(
    {
      proxy: async (request, next) => {
        const answer = await next(request);
        return withHeaders(answer, (headers) => {
          headers.set("X-Request-ID", crypto.randomUUID());
          if (isFor(request, "/health")) headers.set("Age", "12");
        });
      },
    },
    "Caching",
    /was kept/,
  ));

Deno.test("answers that everybody may keep are red", () =>
  assertRed(
    {
      proxy: async (request, next) => {
        const answer = await next(request);
        return withHeaders(answer, (headers) => {
          if (isFor(request, "/health")) headers.set("Cache-Control", "max-age=60");
        });
      },
    },
    "Caching",
    /\/health comes without Cache-Control: no-store/,
    /pass on the header Cache-Control/,
  ));

Deno.test("connections that are closed after each answer are yellow", () =>
  assertYellow(
    {
      proxy: async (request, next) =>
        withHeaders(await next(request), (headers) => headers.set("Connection", "close")),
    },
    "Connections",
    /closed after each answer/,
    /keepalive_timeout/,
  ));

Deno.test("preflights that do not reach the server are yellow", async () => {
  const refusing = (path: string): Proxy => (request, next) =>
    request.method === "OPTIONS" && isFor(request, path)
      ? new Response(null, { status: 405 })
      : next(request);
  await assertYellow(
    { proxy: refusing("/token") },
    "Web pages",
    /preflight of \/token .*\(405\)/,
    /OPTIONS/,
  );
  await assertYellow({ proxy: refusing("/mcp") }, "Web pages", /preflight of \/mcp/);
});

Deno.test("whether the inspector's page may call is said with the setting that lets it", async () => {
  const closed = await examine();
  assert.match(closed["Web pages"].text, /--allowed-origins=http:\/\/localhost:6274/);
  const open = await examine({
    proxy: async (request, next) => {
      const { method } = request;
      if (method !== "OPTIONS" || !isFor(request, "/mcp")) return await next(request);
      const headers = { "Access-Control-Allow-Origin": "http://localhost:6274" };
      return new Response(null, { status: 204, headers });
    },
  });
  assert.equal(open["Web pages"].text, "Pages of http://localhost:6274 may connect");
});

/** Counts by address as the server does, where it takes the address from whatever is sent. */
function counting(addressOf: (request: Request) => string): Proxy {
  const used = new Map<string, number>();
  return async (request, next) => {
    const address = addressOf(request);
    used.set(address, (used.get(address) ?? 0) + 1);
    return withHeaders(await next(request), (headers) => {
      headers.set("RateLimit-Remaining", String(600 - used.get(address)!));
    });
  };
}

Deno.test("a server that believes what clients say of their address is red", () =>
  assertRed(
    { proxy: counting(({ headers }) => headers.get("X-Forwarded-For") ?? "own") },
    "Client address",
    /believes whatever address/,
    /X-Forwarded-For \$remote_addr/,
  ));

Deno.test("one that does not names the line in its log that says whom it saw", async () => {
  const findings = await examine({ proxy: counting(() => "own") });
  assert.deepEqual(named(findings, "failed", "warning"), []);
  assert.equal(findings["Client address"].outcome, "ok");
  assert.match(findings["Client address"].text, /log with request_id doctor-[\da-f-]{36}$/);
});
