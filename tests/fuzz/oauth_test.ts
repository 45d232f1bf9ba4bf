import assert from "node:assert/strict";
import fc from "fast-check";
import {
  createFlow,
  type Flow,
  parametersWith,
  toConsent,
  tokensFor,
  verifier,
} from "../oauth/support.ts";
import { hostileHeader, hostileText } from "./hostile.ts";
import { runs } from "./runs.ts";

const callback = "https://claude.test/callback";

const forPeople = ["/authorize", "/oauth/login", "/oauth/consent", "/account"];
const paths = [
  ...forPeople,
  "/token",
  "/revoke",
  "/register",
  "/.well-known/oauth-authorization-server",
  "/.well-known/oauth-protected-resource/mcp",
];

/** What stands in requests that are as they should be; none has to do with another. */
const right: Record<string, string[]> = {
  client_id: ["web"],
  redirect_uri: [callback],
  response_type: ["code"],
  code_challenge: [parametersWith().get("code_challenge")!],
  code_challenge_method: ["S256", "plain"],
  code_verifier: [verifier],
  grant_type: ["authorization_code", "refresh_token", "client_credentials", "password"],
  code: ["c".repeat(43)],
  refresh_token: [`${"f".repeat(43)}.${"s".repeat(43)}`],
  token: ["t".repeat(43)],
  resource: ["https://mcp.test/mcp", "https://mcp.test/MCP", "https://evil.example/mcp"],
  scope: ["kimai:read", "kimai:admin kimai:read", "offline_access"],
  state: ["a state"],
  txn: ["x".repeat(43)],
  decision: ["allow", "deny"],
  username: ["anna", "Anna", "nobody"],
  secret: ["secret of anna", "secret of ben"],
  do: ["sign-out", "disconnect", "disconnect-all"],
  grant: ["g".repeat(43)],
  done: ["disconnected"],
};
/** What redirects are forged with. */
const elsewhere = [
  "https://evil.example/",
  "https://claude.test.evil.example/callback",
  "https://claude.test/callback/../evil",
  "https://claude.test@evil.example/callback",
  "https://claude.test/callback#x",
  "//claude.test/callback",
  "javascript:alert(1)",
  "http://claude.test/callback",
  "https://CLAUDE.test/callback",
  "https://claude.test/callback?next=//evil.example",
];

const parameter = fc.constantFrom(...Object.keys(right)).chain((name) =>
  fc.tuple(
    fc.constant(name),
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...right[name]) },
      { weight: 1, arbitrary: hostileText },
      ...(name === "redirect_uri" ? [{ weight: 3, arbitrary: fc.constantFrom(...elsewhere) }] : []),
    ),
  )
);
const other = fc.tuple(hostileText, hostileText);
const parameters = fc.array(fc.oneof({ weight: 9, arbitrary: parameter }, other), {
  maxLength: 12,
});

const headerNames = [
  "Accept-Language",
  "Authorization",
  "Content-Encoding",
  "Content-Type",
  "Cookie",
  "Origin",
  "Sec-Fetch-Site",
  "X-Forwarded-Host",
  "X-Request-ID",
];
const cookies = ["browser", "sign_in", "device"].map((name) => `__Host-kimai_mcp_${name}=`);
const header = fc.tuple(
  fc.constantFrom(...headerNames),
  fc.oneof(
    hostileHeader,
    fc.constantFrom("application/x-www-form-urlencoded", "application/json", "same-origin", "de"),
    fc.constantFrom("Basic d2ViOg==", "Basic ????", "Bearer x", "https://mcp.test", "null"),
    fc.tuple(fc.constantFrom(...cookies), hostileHeader).map((parts) => parts.join("")),
  ),
);

interface Asked {
  method: string;
  path: string;
  query: [string, string][];
  form: [string, string][];
  headers: [string, string][];
}

const asked: fc.Arbitrary<Asked> = fc.record({
  method: fc.constantFrom("GET", "POST", "POST", "HEAD", "PUT", "OPTIONS"),
  path: fc.constantFrom(...paths),
  query: parameters,
  form: parameters,
  headers: fc.array(header, { maxLength: 4 }),
});

function requestOf({ method, path, query, form, headers }: Asked, cookie?: string): Request {
  const url = `https://mcp.test${path}?${new URLSearchParams(query)}`;
  const body = method === "POST" || method === "PUT" ? new URLSearchParams(form) : undefined;
  const request = new Request(url, { method, body });
  for (const [name, value] of headers) request.headers.set(name, value);
  if (cookie !== undefined) request.headers.set("Cookie", cookie);
  return request;
}

/** Holds of every answer to somebody who proved nothing. @returns what was answered */
async function check(flow: Flow, request: Request): Promise<void> {
  const answer = await flow.fetch(request);
  const text = await answer.text();
  assert(answer.status < 500 || answer.status === 503, `${answer.status}: ${text}`);
  checkLocation(answer.headers.get("Location"));
  assert.doesNotMatch(text, /"(?:access|refresh)_token":/);
  if (!answer.headers.get("Content-Type")?.startsWith("text/html")) return;
  assert.doesNotMatch(
    text,
    /<script|<img|<svg[^>]*onload|href="(?:javascript|data):(?!image\/svg)/i,
  );
  assert.match(answer.headers.get("Content-Security-Policy") ?? "", /frame-ancestors 'none'/);
}

/** An answer leads nowhere but to this server, or to where the client registered, and without a code. */
function checkLocation(location: string | null): void {
  if (location === null || location.startsWith("https://mcp.test/")) return;
  assert(location.startsWith(`${callback}?`), `leads to ${location}`);
  assert(!new URL(location).searchParams.has("code"), location);
}

function nothingGiven({ services: { store } }: Flow): void {
  const kinds = ["code", "grant", "access", "signIn"] as const;
  assert.deepEqual(kinds.map((kind) => store.count(kind)), [0, 0, 0, 0]);
}

Deno.test("whatever strangers send to the authorization server, it gives nothing away and leads nowhere else", async () => {
  // One secret of an account may be among what is sent: without our form it must not sign anybody in.
  const property = fc.asyncProperty(
    fc.array(asked, { minLength: 1, maxLength: 8 }),
    async (all) => {
      const flow = await createFlow();
      for (const one of all) await check(flow, requestOf(one));
      nothingGiven(flow);
    },
  );
  await fc.assert(property, runs(60));
});

Deno.test("pages of other sites can neither allow anything nor end anything for who is signed in", async () => {
  const flow = await createFlow();
  const browser = flow.browser();
  const page = await toConsent(flow, { browser });
  const tokens = await tokensFor(flow, await page.submit({}, "Allow"));
  const waiting = await toConsent(flow, { browser });
  const { txn } = waiting.parameters;
  const cookie = browser.cookieNames.map((name) => `${name}=${browser.cookie(name)}`).join("; ");
  const { store } = flow.services;
  const counts = () => (["code", "grant", "signIn"] as const).map((kind) => store.count(kind));
  const before = counts();
  const forged = asked.map((one): Asked => ({
    ...one,
    // Without a word of where it comes from, which some browsers leave out: then the form's token decides.
    headers: one.headers.filter(([name]) => !["Cookie", "Sec-Fetch-Site", "Origin"].includes(name)),
    query: one.query.map(([name, value]) => [name, name === "txn" ? txn : value]),
    form: [["txn", txn], ["decision", "allow"], ...one.form],
  }));
  const property = fc.asyncProperty(forged, async (one) => {
    await check(flow, requestOf(one, cookie));
    assert.deepEqual(counts(), before);
  });
  await fc.assert(property, runs(300));
  assert((await flow.oauth.verifier.verify(tokens.access_token))?.account === "anna");
});

/** Texts that are nearly another: what a comparison by halves would take for it. */
function nearly(text: string): fc.Arbitrary<string> {
  return fc.oneof(
    fc.nat({ max: text.length - 1 }).map((at) => text.slice(0, at)),
    fc.tuple(fc.nat({ max: text.length - 1 }), fc.constantFrom("A", "b", "-", ".", " ", "\0"))
      .map(([at, letter]) => text.slice(0, at) + letter + text.slice(at + 1)),
    fc.constantFrom(text.toUpperCase(), `${text} `, ` ${text}`, `${text}a`, `${text}=`),
    hostileText,
  ).filter((other) => other !== text);
}

Deno.test("a code, a verifier or a refresh token that is nearly right gives nothing", async () => {
  const flow = await createFlow();
  const { parameters: { code } } = await (await toConsent(flow)).submit({}, "Allow");
  const { refresh_token } = await tokensFor(
    flow,
    await (await toConsent(flow)).submit({}, "Allow"),
  );
  // Of a refresh token the first half alone: whoever has it and brings another secret has an old one.
  const [family, secret] = refresh_token.split(".");
  const exchange = {
    grant_type: "authorization_code",
    client_id: "web",
    code,
    code_verifier: verifier,
  };
  const refresh = { grant_type: "refresh_token", client_id: "web", refresh_token };
  const wrong = fc.oneof(
    nearly(code).map((code) => ({ ...exchange, code })),
    nearly(family).map((family) => ({ ...refresh, refresh_token: `${family}.${secret}` })),
    nearly("web").map((client_id) => ({ ...refresh, client_id })),
    nearly(callback).map((redirect_uri) => ({ ...exchange, redirect_uri })).filter((
      { redirect_uri },
    ) => redirect_uri !== ""),
    hostileText.filter((scope) => scope.trim() !== "" && scope.includes("\0"))
      .map((scope) => ({ ...refresh, scope })),
  );
  const property = fc.asyncProperty(wrong, async (fields) => {
    const answer = await flow.post("/token", fields);
    const body = await answer.json();
    assert([400, 401].includes(answer.status), `${answer.status}`);
    assert.equal(body.access_token, undefined);
    assert.equal(typeof body.error, "string");
  });
  await fc.assert(property, runs(200));
  // All that was tried has ended nothing: the right ones are still good.
  assert.equal((await flow.post("/token", exchange)).status, 200);
  assert.equal((await flow.post("/token", refresh)).status, 200);
});

Deno.test("a verifier that is nearly right gives nothing, and the code is dead after five", async () => {
  const property = fc.asyncProperty(
    fc.array(nearly(verifier), { minLength: 1, maxLength: 7 }),
    async (all) => {
      const flow = await createFlow();
      const { parameters: { code } } = await (await toConsent(flow)).submit({}, "Allow");
      const exchange = { grant_type: "authorization_code", client_id: "web", code };
      let failures = 0;
      for (const code_verifier of all) {
        const answer = await flow.post("/token", { ...exchange, code_verifier });
        assert.equal(answer.status, 400);
        if ((await answer.json()).error === "invalid_grant") failures++;
      }
      const { status } = await flow.post("/token", { ...exchange, code_verifier: verifier });
      assert.equal(status, failures < 5 ? 200 : 400);
    },
  );
  await fc.assert(property, runs(25));
});

Deno.test("whatever is registered, no client gets an address that runs or leads to a page of somebody else's", async () => {
  const uris = fc.oneof(fc.constantFrom(callback, ...elsewhere), hostileText, fc.webUrl());
  const metadata = fc.record({
    redirect_uris: fc.oneof(fc.array(uris, { maxLength: 4 }), fc.jsonValue()),
    client_name: fc.oneof(hostileText, fc.jsonValue()),
    token_endpoint_auth_method: fc.oneof(
      fc.constantFrom("none", "client_secret_post"),
      fc.jsonValue(),
    ),
    grant_types: fc.oneof(fc.constant(["authorization_code"]), fc.jsonValue()),
  }, { requiredKeys: [] });
  const flow = await createFlow({ limits: { client: 1_000_000 } });
  const property = fc.asyncProperty(fc.oneof(metadata, fc.jsonValue()), async (body) => {
    const answer = await flow.fetch(
      new Request("https://mcp.test/register", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      }),
    );
    const text = await answer.text();
    assert([201, 400].includes(answer.status), `${answer.status} ${text}`);
    if (answer.status === 400) {
      return assert.match(JSON.parse(text).error_description, /^[A-Z\w].+/s);
    }
    for (const uri of JSON.parse(text).redirect_uris) {
      assert.match(uri, /^https:\/\/|^http:\/\/(?:localhost|127\.|\[::1\])|^[a-z][a-z\d+.-]*:\//i);
      assert.doesNotMatch(uri, /^(?:javascript|data|file|blob):/i);
    }
  });
  await fc.assert(property, runs(300));
});
