import assert from "node:assert/strict";
import fc from "fast-check";
import { grantedScopes } from "../../src/oauth/consent.ts";
import { createMemoryStore } from "../../src/oauth/memory_store.ts";
import { StoreFullError } from "../../src/oauth/store.ts";
import { clientWith, createFlow, lifetimes, signInAs, toConsent, tokensFor } from "./support.ts";

Deno.test("the page says who asks, where it leads, for whom, for what and for how long", async () => {
  const { text } = await toConsent(await createFlow());
  for (
    const part of [
      /It says it is called: “ ?Claude ?” Name not verified/,
      /Takes you to claude\.test Your account anna/,
      /Go on only if claude\.test is where you came from/,
      /The app may Read always included Write/,
      /Access lasts 90 days at most, and ends sooner after 30 days without use/,
    ]
  ) assert.match(text, part);
});

Deno.test("who allows it sends the client a code, its state and who says so, and nothing else", async () => {
  const flow = await createFlow();
  const end = await (await toConsent(flow)).submit({}, "Allow");
  const { code, ...more } = end.parameters;
  assert.equal(end.status, 303);
  assert(end.url.startsWith("https://claude.test/callback?code="));
  assert.match(code, /^[\w-]{43}$/);
  assert.deepEqual(more, { state: "a state", iss: "https://mcp.test" });
  assert.equal((await tokensFor(flow, end)).scope, "kimai:read kimai:write");
  assert.deepEqual(flow.events.filter(({ what }) => what === "consent"), [
    { what: "consent", account: "anna", client: "web", address: "192.0.2.1" },
  ]);
});

Deno.test("who denies it sends the client that, and the request is over", async () => {
  const flow = await createFlow();
  const page = await toConsent(flow);
  const end = await page.submit({}, "Deny");
  assert.deepEqual(end.parameters, {
    error: "access_denied",
    error_description: "The person refused",
    state: "a state",
    iss: "https://mcp.test",
  });
  assert.equal((await page.submit({}, "Allow")).status, 400);
  assert.equal(flow.services.store.count("code"), 0);
  assert.equal(flow.events.at(-1)!.what, "consent_denied");
});

Deno.test("a form that is sent twice makes one code", async () => {
  const flow = await createFlow();
  const page = await toConsent(flow);
  const ends = await Promise.all(Array.from({ length: 20 }, () => page.submit({}, "Allow")));
  const statuses = ends.map(({ status }) => status).sort();
  assert.deepEqual(statuses, [303, ...Array(19).fill(400)]);
  assert.equal(flow.services.store.count("code"), 1);
  const late = ends.find(({ status }) => status === 400)!;
  assert(late.text.includes("This request was already answered"));
});

Deno.test("a person gives less than was asked for by taking ticks away", async () => {
  const flow = await createFlow();
  const page = await toConsent(flow, { asking: { scope: "kimai:admin" } });
  const end = await page.submit({ scope: ["kimai:write"] }, "Allow");
  assert.equal((await tokensFor(flow, end)).scope, "kimai:read kimai:write");
});

Deno.test("what is granted was asked for and ticked, and never stands without what it includes", () => {
  const asked = ["a", "b", "c", "d"];
  fc.assert(fc.property(fc.array(fc.constantFrom(...asked, "x", "")), (ticked) => {
    const granted = grantedScopes(asked, ticked);
    assert.deepEqual(granted, asked.slice(0, granted.length));
    assert(granted.slice(1).every((name) => ticked.includes(name)));
    assert(granted.length >= 1);
    assert(granted.length === asked.length || !ticked.includes(asked[granted.length]));
  }));
  assert.deepEqual(grantedScopes([], ["a"]), []);
});

Deno.test("a form that another page sends, or without our token, decides nothing", async () => {
  const flow = await createFlow();
  const page = await toConsent(flow);
  const [form] = page.forms;
  const fields = form.fields.map(({ name, value }): [string, string] => [name, value]);
  const body = new URLSearchParams([...fields, ["decision", "allow"]]);
  const foreign = { "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site" };
  assert.equal((await form.send(body, foreign)).status, 403);
  for (const [name, value] of [["token", ""], ["token", "x".repeat(43)], ["decision", "yes"]]) {
    const sent = new URLSearchParams(body);
    sent.set(name, value);
    const again = await form.send(sent);
    assert.deepEqual([again.status, again.isElsewhere], [200, false]);
  }
  assert.equal(flow.services.store.count("code"), 0);
});

Deno.test("another account that signed in meanwhile is asked itself", async () => {
  const flow = await createFlow();
  const page = await toConsent(flow);
  await signInAs(await page.browser.open(page.link("Use another account")), "ben");
  const again = await page.submit({}, "Allow");
  assert.equal(again.url, page.url);
  assert.match(again.text, /Your account ben/);
  assert.equal(flow.services.store.count("code"), 0);
});

Deno.test("a sign-in that ended meanwhile is asked for again, and the request waits", async () => {
  const flow = await createFlow({ lifetimes: { signIn: 60 } });
  const page = await toConsent(flow);
  flow.clock.pass(60);
  const login = await page.submit({}, "Allow");
  assert.match(login.url, /\/oauth\/login\?txn=/);
  assert.match((await signInAs(login, "anna")).url, /\/oauth\/consent\?txn=/);
});

Deno.test("two requests in one browser are answered each by itself, in any order", async () => {
  const flow = await createFlow();
  const browser = flow.browser();
  const one = await toConsent(flow, { browser, asking: { state: "one" } });
  const other = await toConsent(flow, { browser, asking: { state: "other" } });
  assert.equal((await other.submit({}, "Allow")).parameters.state, "other");
  assert.equal((await one.submit({}, "Deny")).parameters.state, "one");
});

Deno.test("nobody decides for another browser, nor after the request's time", async () => {
  const flow = await createFlow();
  const page = await toConsent(flow);
  const stranger = await toConsent(flow, { who: "ben" });
  assert.equal((await stranger.browser.open(page.url)).status, 400);
  flow.clock.pass(600);
  assert.equal((await page.submit({}, "Allow")).status, 400);
  assert.equal(flow.services.store.count("code"), 0);
});

Deno.test("a client that is gone by now gets nothing", async () => {
  const flow = await createFlow();
  const page = await toConsent(flow);
  await flow.services.store.change("client", "web", () => undefined);
  for (const after of [await page.browser.open(page.url), await page.submit({}, "Allow")]) {
    assert.deepEqual([after.status, after.isElsewhere], [400, false]);
    assert.match(after.text, /The app is no longer registered here/);
  }
});

Deno.test("a client that may no longer be sent there got what was allowed for before", async () => {
  const flow = await createFlow();
  const page = await toConsent(flow);
  const moved = clientWith({ redirectUris: ["https://claude.test/elsewhere"] });
  await flow.services.store.change("client", "web", () => moved);
  const end = await page.submit({}, "Allow");
  assert(end.url.startsWith("https://claude.test/callback?code="));
});

Deno.test("a store that is full is told to the client, once the person has decided", async () => {
  const inner = createMemoryStore({ lifetimes });
  const store: typeof inner = Object.create(inner, {
    change: {
      value: (...given: Parameters<typeof inner.change>) => {
        if (given[0] === "code") return Promise.reject(new StoreFullError("full"));
        return inner.change(...given);
      },
    },
    get: { value: inner.get.bind(inner) },
    find: { value: inner.find.bind(inner) },
  });
  const flow = await createFlow({ services: { store } });
  const { parameters } = await (await toConsent(flow)).submit({}, "Allow");
  assert.deepEqual([parameters.error, parameters.state], ["temporarily_unavailable", "a state"]);
});

Deno.test("an app's own scheme gets a page that goes there by itself and says what to do", async () => {
  const uri = "cursor://anysphere.cursor-mcp/oauth/callback";
  const flow = await createFlow({ clients: [clientWith({ id: "cursor", redirectUris: [uri] })] });
  const asking = { client_id: "cursor", redirect_uri: uri, state: `'"><b>&\u2028</script>` };
  const page = await toConsent(flow, { asking });
  assert.match(page.text, /Takes you to An app on this device \(cursor:\)/);
  const end = await page.submit({}, "Allow");
  assert.equal(end.status, 200);
  const href = end.link("Open the app");
  assert(href.startsWith(`${uri}?code=`));
  assert.equal(new URL(href).searchParams.get("state"), asking.state);
  const refresh = /http-equiv="refresh" content="0;url=([^"]*)"/.exec(end.html)![1];
  assert.equal(refresh.replaceAll("&amp;", "&").replaceAll("&#39;", "'"), href);
  assert.doesNotMatch(end.html, /<b>|<\/script>/);
});
