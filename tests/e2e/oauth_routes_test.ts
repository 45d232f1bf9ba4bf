import assert from "node:assert/strict";
import { createProvider } from "../support/oauth_provider.ts";
import { exchange } from "../support/raw_socket.ts";
import { connect } from "./app.ts";
import { openBrowser, secrets, servePeople } from "./people.ts";

const wellKnown = ["oauth-authorization-server", "openid-configuration", "oauth-protected-resource"]
  .flatMap((name) => [`/.well-known/${name}`, `/.well-known/${name}/mcp`]);
const posts = ["/token", "/register", "/revoke"];
const forPeople = ["/authorize", "/oauth/login", "/oauth/consent", "/account"];

/** Asks from a page of another site. @returns the answer, its body thrown away */
async function from(
  { url }: { url: string },
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const headers = { "Origin": "https://page.example", ...init.headers as Record<string, string> };
  const answer = await fetch(new URL(path, url), { redirect: "manual", ...init, headers });
  await answer.body?.cancel();
  return answer;
}

const allowOrigin = (answer: Response) => answer.headers.get("Access-Control-Allow-Origin");

Deno.test("63: pages of any site may read what a client needs to sign in, refusals too, and never with cookies", async () => {
  await using office = await servePeople();
  for (const path of [...wellKnown, ...posts]) {
    const method = posts.includes(path) ? "POST" : "GET";
    const asked = {
      "Access-Control-Request-Method": method,
      "Access-Control-Request-Headers": "authorization,content-type,mcp-protocol-version",
    };
    const preflight = await from(office, path, { method: "OPTIONS", headers: asked });
    assert.deepEqual([preflight.status, allowOrigin(preflight)], [204, "*"], path);
    const allowed = preflight.headers.get("Access-Control-Allow-Headers")!.toLowerCase();
    for (const name of asked["Access-Control-Request-Headers"].split(",")) {
      assert(allowed.split(", ").includes(name), `${name} for ${path}`);
    }
    const answer = await from(office, path, { method });
    assert.deepEqual([answer.status, allowOrigin(answer)], [method === "GET" ? 200 : 400, "*"]);
    for (const { headers } of [preflight, answer]) {
      assert.equal(headers.get("Access-Control-Allow-Credentials"), null, path);
    }
  }
});

Deno.test("63: what is for people no page of another site may read", async () => {
  await using office = await servePeople();
  for (const path of forPeople) {
    for (const method of ["GET", "POST", "OPTIONS"]) {
      const body = method === "POST" ? new URLSearchParams({ a: "b" }) : undefined;
      const { headers } = await from(office, path, { method, body });
      const cors = [...headers.keys()].filter((name) => name.startsWith("access-control-"));
      assert.deepEqual(cors, [], `${method} ${path}`);
    }
  }
});

Deno.test("63: /mcp is for pages of allowed sites alone, and its challenge is readable there", async () => {
  await using office = await servePeople({ args: ["--allowed-origins=https://page.example"] });
  const known = await from(office, "/mcp", { method: "POST" });
  assert.deepEqual([known.status, allowOrigin(known)], [401, "https://page.example"]);
  assert.match(known.headers.get("Access-Control-Expose-Headers")!, /\bWWW-Authenticate\b/);
  const foreign = await from(office, "/mcp", {
    method: "POST",
    headers: { Origin: "https://evil.example" },
  });
  assert.deepEqual([foreign.status, allowOrigin(foreign)], [403, null]);
});

const odd = [
  "/.well-known/oauth-protected-resource/..%2f..%2fmcp",
  "/.well-known/oauth-protected-resource/%2e%2e/%2e%2e/token",
  "/.well-known/oauth-protected-resource/evil-suffix",
  "/.well-known/oauth-authorization-server/evil-suffix",
  "/.well-known/openid-configuration//evil-suffix",
  "/.well-known/oauth-authorization-server/mcp/evil-suffix",
  "/.well-known/evil-suffix",
  "/.well-known/jwks.json",
  "/token/",
  "/register/evil-suffix",
  "/introspect",
  "/userinfo",
];

Deno.test("61: paths that only look like one of ours are not there, and nothing of them comes back", async () => {
  await using office = await servePeople();
  const port = Number(new URL(office.url).port);
  for (const path of odd) {
    const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    const { status, body, headers } = await exchange(port, request);
    assert.equal(status, 404, path);
    assert(!body.includes("evil-suffix") && !headers.has("location"), path);
  }
});

Deno.test("61: a query does not change what the documents say, nor do a host's spelling and headers of proxies", async () => {
  await using office = await servePeople();
  const { origin, port } = new URL(office.url);
  for (const path of wellKnown) {
    const plain = await (await fetch(origin + path)).text();
    const lines = `Host: LOCALHOST:1\r\nX-Forwarded-Host: evil.example\r\nForwarded: host=evil\r\n`;
    const head = `GET ${path}?issuer=https://evil.example HTTP/1.1\r\n${lines}`;
    const { body } = await exchange(Number(port), `${head}Connection: close\r\n\r\n`);
    assert(body.includes(plain), path);
  }
});

Deno.test("62: what is open to anybody tells nothing of accounts, clients and grants", async () => {
  await using office = await servePeople();
  await using _client = await connect(office, "2026-07-28", "lena");
  const texts = await Promise.all(
    ["/", "/health", "/ready", ...wellKnown].map(async (path) =>
      await (await fetch(new URL(path, office.url))).text()
    ),
  );
  for (const text of texts) assert.doesNotMatch(text, /lena|ben|App of a test|\b2 accounts/);
});

Deno.test("50: a good token counts in its header alone, and stands in no log", async () => {
  await using office = await servePeople({ args: ["--log-level=debug"] });
  const provider = createProvider();
  await using client = await connect(office, "2026-07-28", "lena", { provider });
  await client.call("user_current");
  const { access_token: token } = provider.kept.tokens!;
  const json = { "Content-Type": "application/json", "Accept": "application/json" };
  const tries: [path: string, init: RequestInit][] = [
    [`/mcp?access_token=${token}`, { headers: json, body: "{}" }],
    ["/mcp", { headers: json, body: JSON.stringify({ access_token: token }) }],
    ["/mcp", { body: new URLSearchParams({ access_token: token }) }],
    ["/mcp", { headers: { ...json, Cookie: `access_token=${token}` }, body: "{}" }],
    ["/mcp", { headers: { ...json, Authorization: `Basic ${btoa(`x:${token}`)}` }, body: "{}" }],
    [`/mcp/${token}`, { headers: json, body: "{}" }],
  ];
  for (const [path, init] of tries) {
    const answer = await fetch(new URL(path, office.url), { method: "POST", ...init });
    await answer.body?.cancel();
    assert.equal(answer.status, path === `/mcp/${token}` ? 404 : 401, path);
  }
  office.running.signal("SIGTERM");
  await office.running.ended;
  assert(!office.running.stderr.includes(token));
});

Deno.test("A14, T15: a whole sign-in leaves nothing in the log that lets anybody in", async () => {
  await using office = await servePeople({ args: ["--log-level=debug"] });
  const provider = createProvider();
  await using client = await connect(office, "2026-07-28", "lena", { provider });
  await client.call("user_current");
  const browser = openBrowser(office.url);
  await (await browser.open("/account")).submit({ username: "lena", secret: secrets.lena });
  const { tokens, verifier, state } = provider.kept;
  const cookies = browser.cookieNames.map((name) => browser.cookie(name)!);
  office.running.signal("SIGTERM");
  await office.running.ended;
  const { stderr } = office.running;
  assert(stderr.includes('"what":"sign_in"'), "the log tells of the sign-in");
  const hidden = [tokens!.access_token, tokens!.refresh_token!, verifier!, state, secrets.lena];
  for (const secret of [...hidden, ...cookies]) assert(!stderr.includes(secret), secret);
  // Codes and transactions go through addresses, and no address is written.
  assert.doesNotMatch(stderr, /[?&](code|txn|state)=/);
});

Deno.test("64: what strangers write gets into no header and makes no line of its own in the log", async () => {
  await using office = await servePeople();
  const name = 'Evil"\r\nSet-Cookie: a=b\n{"level":"info","message":"forged"} é \u2028 \x1b[31m';
  const registered = await fetch(new URL("/register", office.url), {
    method: "POST",
    body: JSON.stringify({ client_name: name, redirect_uris: ["http://localhost:7/cb"] }),
  });
  assert.equal(registered.status, 201);
  const { client_id } = await registered.json();
  const state = 'x\r\nSet-Cookie: c=d\r\n"\\é\u2028';
  const provider = createProvider({
    client: { client_id, issuer: new URL(office.url).origin },
    redirectUrl: "http://localhost:7/cb",
  });
  provider.state = () => provider.kept.state = state;
  await using client = await connect(office, "2026-07-28", "lena", { provider });
  assert.equal((await client.call("user_current")).isError, false);
  for (const scope of ['kimai:read"', "kimai:read\\", "é", "kimai:read\r\nX-Evil: 1"]) {
    const query = new URLSearchParams({ client_id, response_type: "code", scope, state });
    const answer = await from(office, `/authorize?${query}`);
    assert.equal(answer.status, 400, scope);
    assert.equal(answer.headers.get("X-Evil"), null);
  }
  const lines = office.running.stderr.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert(lines.every(({ message }) => message !== "forged"));
});

Deno.test("41: whoever registers without end is told to wait, in words that a page may read, and probes go on", async () => {
  await using office = await servePeople({ env: { RATE_LIMIT_RPM: "1" } });
  const register = () => from(office, "/register", { method: "POST", body: "{}" });
  for (let times = 0; times < 10; times++) assert.equal((await register()).status, 400);
  const refused = await register();
  assert.deepEqual([refused.status, allowOrigin(refused)], [429, "*"]);
  assert.match(refused.headers.get("Retry-After")!, /^\d+$/);
  assert.equal((await from(office, "/authorize")).status, 429);
  assert.equal((await from(office, "/health")).status, 200);
});
