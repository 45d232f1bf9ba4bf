import assert from "node:assert/strict";
import fc from "fast-check";
import type { Client } from "../../src/oauth/model.ts";
import type { Page } from "../support/browser.ts";
import { clientWith, createFlow, type Parameters, parametersWith, toConsent } from "./support.ts";

const callback = "https://claude.test/callback";
/** Named by the administrator, so that what is wrong goes to it at once. */
const known = clientWith({ id: "known", origin: "configured", name: "Reports" });

/** Opens `/authorize` with changes. */
async function open(changes: Parameters, client: Client = clientWith()): Promise<Page> {
  const flow = await createFlow({ clients: [client] });
  return await flow.browser().open(flow.authorizeUrl({ client_id: client.id, ...changes }));
}

/** What the administrator's client is told. */
async function refusal(changes: Parameters): Promise<Record<string, string>> {
  const end = await open(changes, known);
  assert.equal(end.status, 303);
  assert(end.url.startsWith(`${callback}?error=`), end.url);
  return end.parameters;
}

/** A page of our own that leads nowhere. */
function assertPage(page: Page, status = 400): void {
  assert.equal(page.isElsewhere, false, page.url);
  assert.deepEqual([page.status, page.response.headers.get("Location")], [status, null]);
  assert.match(page.response.headers.get("Content-Type")!, /^text\/html/);
  assert.equal(page.response.headers.get("Cache-Control"), "no-store");
  assert.doesNotMatch(page.html, /evil|<a\b/);
}

Deno.test("a request that is as it should be leads to the sign-in, with nothing of it in the address", async () => {
  const page = await open({});
  assert.equal(page.status, 200);
  assert.match(page.url, /^https:\/\/mcp\.test\/oauth\/login\?txn=[\w-]{43}$/);
});

for (
  const [what, id] of Object.entries({
    "that nobody knows": "nobody",
    "that is empty": "",
    "that is missing": undefined,
    "that is there twice": ["web", "web"],
    "of 10,000 characters": "x".repeat(10_000),
    "with a NUL": "web\0",
    "with an emoji": "🙂",
    "with markup": '"><script>evil()</script>',
  })
) {
  Deno.test(`a client id ${what} is answered with a page and no redirect`, async () => {
    assertPage(await open({ client_id: id }));
  });
}

Deno.test("a client that nobody knows is counted, without what it called itself", async () => {
  const flow = await createFlow();
  await flow.browser().open(flow.authorizeUrl({ client_id: "nobody" }));
  assert.deepEqual(flow.events, [
    { what: "client_refused", client: undefined, why: "invalid_client", address: "192.0.2.1" },
  ]);
});

for (
  const uri of [
    "https://evil.example/callback",
    "https://claude.test/callback/",
    "https://claude.test/callback/../callback",
    "https://claude.test/callback%2f",
    "https://claude.test/callback;x",
    "https://claude.test/callback?x=1",
    "https://claude.test/callback#f",
    "https://claude.test/Callback",
    "https://claude.test/%63allback",
    "https://claude.test/callback ",
    "https://claude.test\\callback",
    "https://claude.test:444/callback",
    "https://claude.test@evil.example/callback",
    "https://claude.test.evil.example/callback",
    "http://claude.test/callback",
    "//claude.test/callback",
    "javascript:evil()",
    " javascript:evil()",
    "JaVaScRiPt:evil()",
    "java\tscript:evil()",
    "data:text/html,evil",
    "file:///etc/evil",
  ]
) {
  Deno.test(`a redirect URI that the client does not have leads nowhere: ${JSON.stringify(uri)}`, async () => {
    assertPage(await open({ redirect_uri: uri }));
  });
}

Deno.test("not even the administrator's client is sent anywhere that is not named", async () => {
  assertPage(await open({ redirect_uri: "https://evil.example/" }, known));
});

Deno.test("a redirect URI may be missing where there is one, and only there", async () => {
  assert.equal((await open({ redirect_uri: undefined })).status, 200);
  assert.equal((await open({ redirect_uri: "" })).status, 200);
  const several = clientWith({ redirectUris: [callback, "https://claude.test/other"] });
  assertPage(await open({ redirect_uri: undefined }, several));
  assertPage(await open({ redirect_uri: [callback, callback] }));
});

Deno.test("a program on this computer listens on any port", async () => {
  const program = clientWith({ redirectUris: ["http://localhost/callback"] });
  assert.equal(
    (await open({ redirect_uri: "http://localhost:4711/callback" }, program)).status,
    200,
  );
  assertPage(await open({ redirect_uri: "http://localhost:4711/evil" }, program));
});

const long = (length: number) => "x".repeat(length);

for (
  const [what, changes, error] of [
    ["no response type", { response_type: undefined }, "invalid_request"],
    ["the implicit grant", { response_type: "token" }, "unsupported_response_type"],
    ["a hybrid flow", { response_type: "code id_token" }, "unsupported_response_type"],
    ["no challenge", { code_challenge: undefined }, "invalid_request"],
    ["the plain method", { code_challenge_method: "plain" }, "invalid_request"],
    ["no method, which means plain", { code_challenge_method: undefined }, "invalid_request"],
    ["a method in lower case", { code_challenge_method: "s256" }, "invalid_request"],
    ["a challenge of 42 characters", { code_challenge: long(42) }, "invalid_request"],
    ["a challenge of 129 characters", { code_challenge: long(129) }, "invalid_request"],
    ["a challenge in base64", { code_challenge: `${long(42)}+` }, "invalid_request"],
    ["a padded challenge", { code_challenge: `${long(43)}=` }, "invalid_request"],
    ["a scope with quotes", { scope: 'kimai:read "' }, "invalid_scope"],
    ["a scope with a backslash", { scope: "kimai:read\\" }, "invalid_scope"],
    ["a scope with a line break", { scope: "kimai:read\r\nSet-Cookie: x" }, "invalid_scope"],
    ["10,000 scopes", { scope: "abcde ".repeat(10_000) }, "invalid_request"],
    ["a request object", { request: "eyJhbGciOiJub25lIn0.e30." }, "request_not_supported"],
    [
      "the address of a request object",
      { request_uri: "http://169.254.169.254/" },
      "request_uri_not_supported",
    ],
    ["another resource", { resource: "https://other.test/mcp" }, "invalid_target"],
    ["a resource with a fragment", { resource: "https://mcp.test/mcp#x" }, "invalid_target"],
    ["a resource that is no URL", { resource: "mcp" }, "invalid_target"],
    [
      "a second resource",
      { resource: ["https://mcp.test/mcp", "https://other.test/mcp"] },
      "invalid_target",
    ],
    ["a resource in another case", { resource: "https://mcp.test/MCP" }, "invalid_target"],
    ["the scope twice", { scope: ["kimai:read", "kimai:read"] }, "invalid_request"],
    ["the challenge twice", { code_challenge: [long(43), long(43)] }, "invalid_request"],
    ["the response type twice", { response_type: ["code", "code"] }, "invalid_request"],
  ] as [string, Parameters, string][]
) {
  Deno.test(`${what} is refused with ${error}, the state and who says so`, async () => {
    const { error_description, ...rest } = await refusal(changes);
    assert.deepEqual(rest, { error, state: "a state", iss: "https://mcp.test" });
    assert.match(error_description, /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
  });
}

Deno.test("a state that is too long or there twice is not sent back", async () => {
  for (const state of [long(8193), ["one", "two"]]) {
    const { error, iss, ...more } = await refusal({ state });
    assert.deepEqual([error, iss], ["invalid_request", "https://mcp.test"]);
    assert.equal("state" in more, false);
  }
});

Deno.test("a state of 8 KB, of markup or of line breaks comes back as it was", async () => {
  const flow = await createFlow();
  const states = [
    long(8192),
    `"><script>alert(1)</script>`,
    "\r\nSet-Cookie: x=1",
    "a+b %2B%00&iss=https://evil.example#f",
    "ü🙂 ",
  ];
  for (const state of states) {
    const end = await (await toConsent(flow, { asking: { state } })).submit({}, "Deny");
    assert.equal(end.parameters.state, state);
    assert.equal(end.response.headers.get("Set-Cookie"), null);
  }
});

Deno.test("whatever the state is, it comes back with a refusal, and nothing else does", async () => {
  const flow = await createFlow({ clients: [known] });
  const state = fc.string({ unit: "grapheme", minLength: 1, maxLength: 100 });
  await fc.assert(fc.asyncProperty(state, async (state) => {
    const asking = { client_id: "known", response_type: "token", state };
    const { parameters } = await flow.browser().open(flow.authorizeUrl(asking));
    assert.deepEqual(Object.keys(parameters), ["error", "error_description", "state", "iss"]);
    assert.equal(parameters.state, state);
  }));
});

for (
  const [what, changes] of Object.entries({
    "no state": { state: undefined },
    "the resource": { resource: "https://mcp.test/mcp" },
    "the resource with a slash": { resource: "https://mcp.test/mcp/" },
    "the resource in capitals where case does not count": { resource: "HTTPS://MCP.TEST/mcp" },
    "the resource twice": { resource: ["https://mcp.test/mcp", "https://mcp.test/mcp/"] },
    "an empty resource": { resource: "" },
    "a scope of its own": { scope: "claudeai" },
    "a scope after a blank": { scope: " offline_access" },
    "an empty scope": { scope: "" },
    "another response mode": { response_mode: "form_post" },
    "parameters that are unknown": { prompt: "none", nonce: ["1", "2"] },
  } as Record<string, Parameters>)
) {
  Deno.test(`${what} is no fault`, async () => {
    const page = await open(changes);
    assert.equal(page.status, 200, page.text);
  });
}

for (
  const [what, scope, expected] of [
    ["no scope", undefined, ["kimai:read", "kimai:write"]],
    ["unknown scopes alone", " offline_access claudeai", ["kimai:read", "kimai:write"]],
    ["reading", "kimai:read", ["kimai:read"]],
    ["reading beside an unknown one", "openid  kimai:read ", ["kimai:read"]],
    ["administration", "kimai:admin", ["kimai:read", "kimai:write", "kimai:admin"]],
  ] as [string, string | undefined, string[]][]
) {
  Deno.test(`who asks for ${what} asks for: ${expected}`, async () => {
    const flow = await createFlow();
    const page = await toConsent(flow, { asking: { scope } });
    const boxes = page.forms[0].fields.filter(({ name }) => name === "scope");
    assert.deepEqual(boxes.map(({ value }) => value), expected);
  });
}

Deno.test("a link with a fault leads to nobody's site before the person says so", async () => {
  const evil = clientWith({ id: "evil", redirectUris: ["https://evil.example/cb?own=1"] });
  const page = await open({ redirect_uri: evil.redirectUris[0], scope: '"' }, evil);
  assert.deepEqual([page.status, page.isElsewhere], [400, false]);
  assert.match(page.text, /Go on only if you know the place: evil\.example/);
  const onward = new URL(page.link("Continue"));
  assert.equal(onward.origin + onward.pathname, "https://evil.example/cb");
  assert.deepEqual(Object.fromEntries(onward.searchParams), {
    own: "1",
    error: "invalid_scope",
    error_description: "A scope has a character that no scope may have",
    state: "a state",
    iss: "https://mcp.test",
  });
});

Deno.test("a person who is signed in decides all the same, each time and for each client", async () => {
  const other = clientWith({ id: "other", redirectUris: ["https://other.test/cb"] });
  const flow = await createFlow({ clients: [other] });
  const browser = flow.browser();
  await (await toConsent(flow, { browser })).submit({}, "Allow");
  for (
    const asking of [
      {},
      { client_id: "other", redirect_uri: "https://other.test/cb" },
      { scope: "kimai:admin" },
    ]
  ) {
    const page = await browser.open(flow.authorizeUrl(asking));
    assert.match(page.url, /\/oauth\/consent\?txn=/);
    assert.deepEqual(page.forms[0].buttons, ["", "Allow", "Deny"]);
  }
});

Deno.test("a request may come as a form, even from another site", async () => {
  const flow = await createFlow();
  const browser = flow.browser();
  await browser.open(flow.authorizeUrl());
  const cookie = browser.cookie("__Host-kimai_mcp_browser");
  const page = await browser.send("/authorize", {
    method: "POST",
    body: parametersWith(),
    headers: { Origin: "https://claude.test", "Sec-Fetch-Site": "cross-site" },
  });
  assert.match(page.url, /\/oauth\/login\?txn=/);
  assert.equal(page.status, 200);
  assert.equal(browser.cookie("__Host-kimai_mcp_browser"), cookie);
});

Deno.test("other methods are refused, and pages of other origins may not ask", async () => {
  const flow = await createFlow();
  const headers = { Origin: "https://claude.test" };
  const options = await flow.fetch(
    new Request(flow.authorizeUrl(), { method: "OPTIONS", headers }),
  );
  assert.deepEqual([options.status, options.headers.get("Allow")], [405, "GET, HEAD, POST"]);
  const get = await flow.fetch(new Request(flow.authorizeUrl(), { headers }));
  assert.equal(get.headers.get("Access-Control-Allow-Origin"), null);
  assert.equal(get.headers.get("Referrer-Policy"), "no-referrer");
  assert.equal(get.headers.get("Cache-Control"), "no-store");
});

Deno.test("requests that nobody goes on with take no more room than is set aside", async () => {
  const flow = await createFlow({ limits: { pending: 10 } });
  const browser = flow.browser();
  for (let sent = 0; sent < 100; sent++) await browser.open(flow.authorizeUrl());
  assert.equal(flow.services.store.count("pending"), 10);
  assert.equal((await toConsent(flow)).status, 200);
});
