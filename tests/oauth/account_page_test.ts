import assert from "node:assert/strict";
import type { Page } from "../support/browser.ts";
import { clientWith, createFlow, type Flow, signInAs, toConsent, tokensFor } from "./support.ts";

/** Somebody lets a client in. @returns its token */
async function connect(flow: Flow, options: Parameters<typeof toConsent>[1] = {}): Promise<string> {
  const end = await (await toConsent(flow, options)).submit({}, "Allow");
  const { client_id } = options.asking ?? {};
  return (await tokensFor(flow, end, client_id as string | undefined)).access_token;
}

async function openAccount(flow: Flow, who: "anna" | "ben" = "anna"): Promise<Page> {
  return await signInAs(await flow.browser().open("/account"), who);
}

async function isGood(flow: Flow, token: string): Promise<boolean> {
  return await flow.oauth.verifier.verify(token) !== undefined;
}

const program = clientWith({
  id: "program",
  name: "Editor\u202e <b>",
  redirectUris: ["http://127.0.0.1/cb"],
});
const programAsks = { client_id: "program", redirect_uri: "http://127.0.0.1:4711/cb" };

Deno.test("who is not signed in is asked to, and sees nothing", async () => {
  const flow = await createFlow();
  await connect(flow);
  const page = await flow.browser().open("/account");
  assert.deepEqual([page.status, page.forms.length], [200, 1]);
  assert.match(page.text, /Sign in to see which apps may use your account/);
  assert.doesNotMatch(page.text, /Claude/);
});

Deno.test("a wrong secret is answered as everywhere, and the right one shows the page", async () => {
  const flow = await createFlow();
  const refused = await (await flow.browser().open("/account")).submit({
    username: "anna",
    secret: "guess",
  });
  assert.equal(refused.status, 401);
  const page = await signInAs(refused, "anna");
  assert.deepEqual([page.status, page.url], [200, "https://mcp.test/account"]);
  assert.match(page.text, /You are signed in as anna.*No app may use your account/);
});

Deno.test("the page lists one's own clients: name, place, scopes, since when, last use and end", async () => {
  const flow = await createFlow({ clients: [program] });
  await connect(flow, { asking: { scope: "kimai:read" } });
  flow.clock.pass(3 * 86_400);
  await connect(flow, { asking: programAsks });
  await connect(flow, { who: "ben" });
  flow.clock.pass(7200);
  const { text, html } = await openAccount(flow);
  assert.match(
    text,
    /“ ?Editor <b> ?” This computer \(127\.0\.0\.1\) Disconnect Read Write Allowed 2 hours ago Last used 2 hours ago Ends in 89 days/,
  );
  assert.match(
    text,
    /“ ?Claude ?” claude\.test Disconnect Read Allowed 3 days ago Last used 3 days ago Ends in 86 days/,
  );
  assert.equal(text.match(/Last used/g)!.length, 2);
  assert.match(html, /aria-label="Disconnect: Editor &lt;b&gt;"/);
});

Deno.test("disconnecting one client ends its tokens at once, and no other's", async () => {
  const flow = await createFlow({ clients: [program] });
  const [web, editor] = [await connect(flow), await connect(flow, { asking: programAsks })];
  const page = await openAccount(flow);
  const form = page.forms.find(({ markup }) => markup.includes("Disconnect: Claude"))!;
  const after = await form.submit();
  assert.equal(after.url, "https://mcp.test/account?done=disconnected");
  assert.match(after.html, /role="status"/);
  assert.match(after.text, /The app was disconnected/);
  assert.doesNotMatch(after.text, /Claude/);
  assert.deepEqual([await isGood(flow, web), await isGood(flow, editor)], [false, true]);
  assert.deepEqual(flow.events.at(-1), {
    what: "grant_revoked",
    account: "anna",
    client: "web",
    why: "disconnected",
  });
  assert.equal((await form.submit()).url, "https://mcp.test/account");
});

Deno.test("disconnecting all ends all of one's own, and nobody else's", async () => {
  const flow = await createFlow({ clients: [program] });
  const own = [await connect(flow), await connect(flow, { asking: programAsks })];
  const theirs = await connect(flow, { who: "ben" });
  const page = await openAccount(flow);
  const form = page.forms.find(({ buttons }) => buttons[0] === "Disconnect all")!;
  assert.match((await form.submit()).text, /All apps were disconnected.*No app may use/);
  for (const token of own) assert.equal(await isGood(flow, token), false);
  assert.equal(await isGood(flow, theirs), true);
});

Deno.test("nobody disconnects what is somebody else's", async () => {
  const flow = await createFlow();
  const token = await connect(flow);
  await connect(flow, { who: "ben" });
  const [[grant]] = await flow.services.store.find("grant", ({ account }) => account === "anna");
  const page = await openAccount(flow, "ben");
  const form = page.forms.find(({ markup }) => markup.includes("Disconnect: Claude"))!;
  assert.equal((await form.submit({ grant })).url, "https://mcp.test/account");
  assert.equal(await isGood(flow, token), true);
});

Deno.test("a form of another page, without our token, or of an earlier sign-in does nothing", async () => {
  const flow = await createFlow();
  const token = await connect(flow);
  const page = await openAccount(flow);
  const form = page.forms.find(({ markup }) => markup.includes("Disconnect: Claude"))!;
  const body = new URLSearchParams(
    form.fields.map(({ name, value }): [string, string] => [name, value]),
  );
  const foreign = { "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site" };
  assert.equal((await form.send(body, foreign)).status, 403);
  await form.submit({ token: "x".repeat(43) });
  await form.submit({ do: "something else" });
  await signInAs(await (await page.forms[0].submit()).browser.open("/account"), "anna");
  await form.submit();
  assert.equal(await isGood(flow, token), true);
});

Deno.test("who signs out is out, in this browser and for whoever kept the cookie", async () => {
  const flow = await createFlow();
  const page = await openAccount(flow);
  const name = "__Host-kimai_mcp_sign_in";
  const cookie = page.browser.cookie(name)!;
  const form = page.forms.find(({ buttons }) => buttons[0] === "Sign out")!;
  assert.match((await form.submit()).text, /Sign in to see/);
  assert.equal(page.browser.cookie(name), undefined);
  page.browser.setCookie(name, cookie);
  assert.match((await page.browser.open("/account")).text, /Sign in to see/);
});

Deno.test("a sign-in ends by itself, and with the secret", async () => {
  const flow = await createFlow();
  const { browser } = await openAccount(flow);
  flow.clock.pass(8 * 3600 - 1);
  assert.match((await browser.open("/account")).text, /signed in as anna/);
  flow.clock.pass(1);
  assert.match((await browser.open("/account")).text, /Sign in to see/);
  const { browser: other } = await openAccount(flow);
  flow.setAccounts({ anna: "another secret" });
  assert.match((await other.open("/account")).text, /Sign in to see/);
});

Deno.test("what an address says was done is one of our own sentences or nothing", async () => {
  const flow = await createFlow();
  const { browser } = await openAccount(flow);
  for (const done of ["noApps", "<b>", "toString"]) {
    const page = await browser.open(`/account?done=${encodeURIComponent(done)}`);
    assert.doesNotMatch(page.html, /role="status"/);
  }
});
