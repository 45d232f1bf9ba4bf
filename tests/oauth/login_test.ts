import assert from "node:assert/strict";
import { BusyError } from "../../src/accounts/secrets.ts";
import type { Page } from "../support/browser.ts";
import { createFlow, type Flow, people, signInAs, toConsent } from "./support.ts";

const wrong = "That account name and secret do not belong together. Check both and try again.";
const over = "Start again from the app";

async function toLogin(flow: Flow, browser = flow.browser()): Promise<Page> {
  return await browser.open(flow.authorizeUrl());
}

/** A page without what differs from one request to the next. */
function shape(page: Page): string {
  return page.html.replace(/value="[^"]*"/g, "").replace(/txn=[\w-]+/g, "");
}

Deno.test("the page says who asks and where it leads before anybody gives a secret away", async () => {
  const page = await toLogin(await createFlow());
  assert.match(
    page.text,
    /“ ?Claude ?” asks for access to your account\. Afterwards you go on to: claude\.test/,
  );
  assert.match(page.html, /<label for="username">[\s\S]*autocomplete="username"/);
  assert.match(page.html, /<label for="secret">[\s\S]*autocomplete="current-password"/);
  assert.match(page.html, /id="username"[^>]*autofocus/);
});

Deno.test("the right secret leads to the decision, under a new name of the browser's sign-in", async () => {
  const flow = await createFlow();
  const browser = flow.browser();
  const name = "__Host-kimai_mcp_sign_in";
  browser.setCookie(name, "planted");
  const page = await signInAs(await toLogin(flow, browser), "anna");
  assert.match(page.url, /\/oauth\/consent\?txn=[\w-]{43}$/);
  const first = browser.cookie(name)!;
  assert.match(first, /^[\w-]{43}$/);
  assert.deepEqual(browser.attributesOf(name), [
    "Max-Age=28800",
    "Path=/",
    "HttpOnly",
    "Secure",
    "SameSite=Lax",
  ]);
  await signInAs(await browser.open(page.link("Use another account")), "ben");
  assert.notEqual(browser.cookie(name), first);
  assert.equal(flow.services.store.count("signIn"), 1);
  const signIns = flow.events.filter(({ what }) => what === "sign_in");
  assert.deepEqual(signIns.map(({ account }) => account), ["anna", "ben"]);
});

Deno.test("nothing tells whether it was the name or the secret that was wrong", async () => {
  const flow = await createFlow();
  const pages: Page[] = [];
  for (const username of ["anna", "nobody"]) {
    const page = await (await toLogin(flow)).submit({ username, secret: "guess" });
    assert.equal(page.status, 401);
    assert(page.text.includes(wrong));
    pages.push(page);
  }
  assert.equal(shape(pages[0]), shape(pages[1]));
  assert.deepEqual(
    flow.events.map(({ what, account, why }) => [what, account, why]),
    [["sign_in_refused", "anna", "wrong"], ["sign_in_refused", undefined, "wrong"]],
  );
});

Deno.test("an unknown name costs the same work as a known one", async () => {
  const seen: unknown[] = [];
  const secrets = {
    verify: (...given: unknown[]) => {
      seen.push(given);
      return Promise.resolve(false);
    },
  };
  const flow = await createFlow({ services: { secrets } });
  for (const username of ["anna", "nobody"]) {
    await (await toLogin(flow)).submit({ username, secret: "guess" });
  }
  assert.deepEqual(seen, [[{ clear: people.anna }, "guess"], [undefined, "guess"]]);
});

Deno.test("after a wrong secret the name stands there, the secret does not, and the fault is tied to the fields", async () => {
  const flow = await createFlow();
  const page = await (await toLogin(flow)).submit({
    username: " anna ",
    secret: "guess-of-a-secret",
  });
  assert.match(page.html, /<title>Error: Sign in/);
  assert.match(page.html, /role="alert" id="problem"/);
  assert.match(
    page.html,
    /id="username"[^>]*value="anna"[^>]*aria-invalid="true"\s+aria-describedby="problem"/,
  );
  assert.match(page.html, /id="secret"[^>]*aria-describedby="problem"\s+autofocus/);
  assert.doesNotMatch(page.html, /guess-of-a-secret/);
  assert.match((await signInAs(page, "anna")).url, /\/oauth\/consent/);
});

Deno.test("a sign-in that somebody else's browser began cannot be finished in this one", async () => {
  const flow = await createFlow();
  const theirs = await toLogin(flow);
  for (const browser of [flow.browser(), (await toLogin(flow)).browser]) {
    const page = await browser.open(theirs.url);
    assert.deepEqual([page.status, page.forms.length], [400, 0]);
    assert(page.text.includes(over));
  }
  const own = await toLogin(flow);
  const { fields } = theirs.forms[0];
  const txn = fields.find(({ name }) => name === "txn")!.value;
  const page = await own.submit({ txn, username: "anna", secret: people.anna });
  assert.equal(page.status, 400);
  assert.equal(flow.services.store.count("signIn"), 0);
});

Deno.test("a request that is unknown or too old has to be made again", async () => {
  const flow = await createFlow();
  const page = await toLogin(flow);
  const unknown = await page.browser.open(`/oauth/login?txn=${"x".repeat(43)}`);
  assert.equal(unknown.status, 400);
  flow.clock.pass(599);
  assert.equal((await page.browser.open(page.url)).status, 200);
  flow.clock.pass(1);
  assert.equal((await page.browser.open(page.url)).status, 400);
  assert.equal((await signInAs(page, "anna")).status, 400);
});

for (
  const [what, headers] of Object.entries<Record<string, string>>({
    "another origin": { "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site" },
    "a neighbour": { "Origin": "https://evil.test", "Sec-Fetch-Site": "same-site" },
    "no origin": { "Origin": "null" },
    "another port": { "Origin": "https://mcp.test:8443" },
    "http": { "Origin": "http://mcp.test" },
  })
) {
  Deno.test(`a form that comes from ${what} signs nobody in`, async () => {
    const flow = await createFlow();
    const page = await toLogin(flow);
    const fields = page.forms[0].fields.map(({ name, value }): [string, string] => [name, value]);
    const body = new URLSearchParams([
      ...fields.filter(([name]) => name === "txn" || name === "token"),
      ["username", "anna"],
      ["secret", people.anna],
    ]);
    const answer = await page.forms[0].send(body, { "Sec-Fetch-Site": undefined, ...headers });
    assert.equal(answer.status, 403);
    assert.equal(flow.services.store.count("signIn"), 0);
    assert.equal((await page.forms[0].send(body)).status, 200);
  });
}

Deno.test("a form without our token signs nobody in", async () => {
  const flow = await createFlow();
  const page = await toLogin(flow);
  for (const token of ["", "x".repeat(43)]) {
    const answer = await page.submit({ token, username: "anna", secret: people.anna });
    assert.equal(answer.status, 403);
    assert(answer.text.includes("open for too long"));
  }
  assert.equal(flow.services.store.count("signIn"), 0);
});

/** Tries wrong secrets. @returns the statuses, and what the last answer says */
async function guess(
  flow: Flow,
  times: number,
  { username = "anna", peer = (_: number): string => "198.51.100.7" } = {},
): Promise<{ statuses: number[]; last: Page }> {
  const statuses: number[] = [];
  let last: Page | undefined;
  for (let at = 0; at < times; at++) {
    const page = await toLogin(flow, flow.browser({ peer: peer(at) }));
    last = await page.submit({ username, secret: `guess ${at}` });
    statuses.push(last.status);
  }
  return { statuses, last: last! };
}

Deno.test("guessing at one account is slowed down after five tries, and says for how long", async () => {
  const flow = await createFlow();
  const { statuses, last } = await guess(flow, 6);
  assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429]);
  assert.equal(last.response.headers.get("Retry-After"), "1");
  assert(last.text.includes("That was too often. Try again in a second."));
  flow.clock.pass(1);
  const { statuses: later, last: then } = await guess(flow, 2);
  assert.deepEqual([later, then.response.headers.get("Retry-After")], [[401, 429], "2"]);
  assert.equal(flow.events.at(-1)!.why, "throttled");
});

Deno.test("the right secret forgets the wrong ones before it", async () => {
  const flow = await createFlow();
  await guess(flow, 4);
  await toConsent(flow);
  assert.deepEqual((await guess(flow, 6)).statuses, [401, 401, 401, 401, 401, 429]);
});

Deno.test("guessing at one account from many addresses is slowed down all the same, also when there is none", async () => {
  for (const username of ["anna", "nobody"]) {
    const flow = await createFlow();
    const { statuses } = await guess(flow, 7, { username, peer: (at) => `198.51.100.${at}` });
    assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429, 429]);
  }
});

Deno.test("nobody can keep out who signed in with this browser before, and a stranger waits a minute at most", async () => {
  const flow = await createFlow();
  const { browser } = await toConsent(flow);
  for (let at = 0; at < 50; at++) {
    await guess(flow, 1, { peer: () => `198.51.100.${at}` });
    flow.clock.pass(60);
  }
  await guess(flow, 1, { peer: () => "198.51.100.99" });
  const page = await toLogin(flow, flow.browser({ peer: "203.0.113.5" }));
  const refused = await signInAs(page, "anna");
  assert.deepEqual([refused.status, refused.response.headers.get("Retry-After")], [429, "60"]);
  const again = await browser.open(
    (await toConsent(flow, { browser })).link("Use another account"),
  );
  assert.match((await signInAs(again, "anna")).url, /\/oauth\/consent/);
  flow.clock.pass(60);
  assert.match((await signInAs(page, "anna")).url, /\/oauth\/consent/);
});

Deno.test("a browser that signed in to one account may not guess at another", async () => {
  const flow = await createFlow();
  const { browser } = await toConsent(flow, { who: "ben" });
  const statuses: number[] = [];
  for (let at = 0; at < 6; at++) {
    const page = await browser.open(
      (await toConsent(flow, { browser })).link("Use another account"),
    );
    statuses.push((await page.submit({ username: "anna", secret: "guess" })).status);
  }
  assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429]);
});

Deno.test("trying one secret with many accounts is slowed down by address", async () => {
  const flow = await createFlow();
  const statuses: number[] = [];
  for (let at = 0; at < 21; at++) {
    statuses.push(...(await guess(flow, 1, { username: `person-${at}` })).statuses);
  }
  assert.deepEqual(statuses, [...Array(20).fill(401), 429]);
});

Deno.test("what is too long is refused before anybody computes with it", async () => {
  let verified = 0;
  const secrets = { verify: () => Promise.resolve(++verified < 0) };
  const flow = await createFlow({ services: { secrets } });
  const page = await toLogin(flow);
  const mega = "x".repeat(2 ** 20);
  for (const fields of [{ username: "anna", secret: mega }, { username: mega, secret: "s" }]) {
    const answer = await page.submit(fields);
    assert.equal(answer.status, 413);
    assert.equal(answer.response.headers.get("Connection"), "close");
  }
  for (
    const fields of [
      { username: "anna", secret: "x".repeat(1025) },
      { username: "x".repeat(129), secret: "s" },
      { username: "", secret: "s" },
      { username: "anna", secret: "" },
    ]
  ) {
    assert.equal((await page.submit(fields)).status, 400);
  }
  assert.equal(verified, 0);
});

for (
  const username of [
    "anna\r\n2026-01-01 INFO signed in",
    "\x1b[2Janna",
    "\u202eanna",
    "an\0na",
    "../anna",
    '"><script>evil()</script>',
    "'onmouseover=evil()",
  ]
) {
  Deno.test(`a name that no account can have goes nowhere: ${JSON.stringify(username)}`, async () => {
    const flow = await createFlow();
    const page = await (await toLogin(flow)).submit({ username, secret: "guess" });
    assert.equal(page.status, 400);
    assert(page.text.includes(wrong));
    assert.doesNotMatch(page.html, /<script|'onmouseover/);
    assert.deepEqual(flow.events, [{
      what: "sign_in_refused",
      account: undefined,
      why: "malformed",
      address: "192.0.2.1",
    }]);
  });
}

Deno.test("a secret in an address is refused, whether it is right or not", async () => {
  const flow = await createFlow();
  const { browser, url } = await toLogin(flow);
  for (const name of ["username", "slug", "secret", "password"]) {
    const page = await browser.open(`${url}&${name}=${people.anna}`);
    assert.deepEqual([page.status, page.response.headers.get("Allow")], [405, "GET, HEAD, POST"]);
    assert.doesNotMatch(page.html, /secret of anna/);
  }
  const posted = await browser.send(`/oauth/login?secret=${people.anna}`, { method: "POST" });
  assert.equal(posted.status, 405);
});

Deno.test("a server that is busy says when to come again, and counts no failure", async () => {
  let busy = true;
  const secrets = {
    verify: () => busy ? Promise.reject(new BusyError("busy")) : Promise.resolve(true),
  };
  const flow = await createFlow({ services: { secrets } });
  for (let at = 0; at < 10; at++) {
    const page = await signInAs(await toLogin(flow), "anna");
    assert.deepEqual([page.status, page.response.headers.get("Retry-After")], [503, "3"]);
  }
  busy = false;
  assert.match((await signInAs(await toLogin(flow), "anna")).url, /\/oauth\/consent/);
});

Deno.test("an account that lost its secret, or got another, is signed out", async () => {
  const flow = await createFlow();
  const page = await toConsent(flow);
  flow.setAccounts({ ...people, anna: "another secret" });
  assert.match((await page.browser.open(page.url)).url, /\/oauth\/login\?txn=/);
});

Deno.test("the page speaks German to whom prefers it", async () => {
  const flow = await createFlow();
  const page = await toLogin(flow, flow.browser({ language: "de-AT,de;q=0.9,en;q=0.5" }));
  assert.match(page.html, /<html lang="de">/);
  assert.match(page.text, /Anmelden „ ?Claude ?“ möchte auf Ihr Konto zugreifen/);
});

Deno.test("without a request the sign-in belongs to the page about the account", async () => {
  const flow = await createFlow();
  const page = await flow.browser().open("/oauth/login");
  assert.equal(page.url, "https://mcp.test/account");
  assert.equal((await signInAs(page, "anna")).url, "https://mcp.test/account");
});
