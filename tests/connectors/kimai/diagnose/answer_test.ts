import assert from "node:assert/strict";
import {
  askVersion,
  isOlderThanTokens,
  receptionOf,
} from "../../../../src/connectors/kimai/diagnose/answer.ts";
import { createDemoKimai } from "../../../../src/connectors/kimai/demo/mod.ts";
import { asVersion } from "../../../../src/connectors/kimai/demo/versions.ts";
import type { Order } from "../../../../src/connectors/kimai/diagnose/order.ts";
import type { Fetch } from "../../../../src/connectors/connector.ts";

const token = "token-of-somebody";

function order(fetch: Fetch, given: Partial<Order> = {}): Order {
  return {
    site: new URL("https://kimai.test/"),
    token,
    fetch,
    now: Temporal.Now.instant,
    clock: () => 0,
    signal: new AbortController().signal,
    deadline: 30,
    ...given,
  };
}

const answering = (body: string | null, init: ResponseInit = {}): Fetch => () =>
  Promise.resolve(new Response(body, init));

const html = { "Content-Type": "text/html" };
const page = (status: number, text = "<h1>Hello</h1>") =>
  answering(text, { status, headers: html });

/** The last finding and whether Kimai was found. */
async function ask(fetch: Fetch, given?: Partial<Order>) {
  const { findings, reception } = await askVersion(order(fetch, given));
  return { found: reception?.kind, ...findings.at(-1)! };
}

const demo = createDemoKimai();

Deno.test("Kimai is told by its answers: to a good token, a bad one, none, and a user without the API", async () => {
  const kinds = await Promise.all([
    ask(demo.fetch, { token: demo.tokens[demo.defaultUser] }),
    ask(demo.fetch),
    ask(demo.fetch, { token: undefined }),
    ask(answering('{"code":403,"message":"Forbidden"}', { status: 403 })),
  ]);
  assert.deepEqual(kinds.map(({ found }) => found), ["welcome", "unknown", "unseen", "forbidden"]);
  assert.deepEqual(kinds.map(({ outcome }) => outcome), ["ok", "ok", "ok", "ok"]);
  assert.equal(kinds[0].text, "Kimai answers at https://kimai.test/api");
});

Deno.test("an empty 401 without a challenge is Kimai's, one with a login of another kind is not", () => {
  const of = (headers: Record<string, string>, text = "") =>
    receptionOf({ status: 401, headers: new Headers(headers), text })?.kind;
  assert.equal(of({}), "unknown");
  assert.equal(of({ "WWW-Authenticate": 'Bearer error="invalid_token"' }), "unknown");
  assert.equal(of({ "WWW-Authenticate": "Basic" }), undefined);
  assert.equal(of(html, "<h1>Log in</h1>"), undefined);
});

Deno.test("a version without its parts is nobody's we know", async () => {
  const { found, outcome } = await ask(answering('{"version":7}'));
  assert.deepEqual([found, outcome], [undefined, "failed"]);
});

Deno.test("what stands in Kimai's place is red, each with a fix", async () => {
  const cases: [Fetch, RegExp][] = [
    [page(200), /^A web page came/],
    [page(404), /^A web page came .*\(404\)$/],
    [page(502), /got no answer from it/],
    [page(503), /is not available \(503\)$/],
    [page(429), /limits how often it may be asked/],
    [page(407), /^The proxy on the way wants credentials/],
    [answering('{"a":1}', { status: 418 }), /refused GET \/version with status 418$/],
    [answering("OK"), /^Something else came/],
  ];
  for (const [fetch, text] of cases) {
    const { found, outcome, name, text: said, fix } = await ask(fetch);
    assert.deepEqual([found, name, outcome], [undefined, "API", "failed"]);
    assert.match(said, text);
    assert.match(fix!, /^[A-Z]/);
  }
});

Deno.test("Cloudflare's challenge is one, whatever its status", async () => {
  const headers = { ...html, "cf-mitigated": "challenge", "Server": "cloudflare" };
  const { text } = await ask(answering("<title>Just a moment</title>", { status: 503, headers }));
  assert.equal(text, "Cloudflare turns programs away (503)");
});

Deno.test("no answer is a sentence, and behind a proxy one about the proxy", async () => {
  const refused: Fetch = () =>
    Promise.reject(
      new TypeError(
        "error sending request for url (x): client error (Connect): Connection refused",
      ),
    );
  const direct = await ask(refused);
  assert.match(direct.fix!, /--kimai-url/);
  const { text, fix } = await ask(refused, { proxy: "http://proxy.test:3128" });
  assert.equal(text, "No answer came through the proxy http://proxy.test:3128");
  assert.match(fix!, /^Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY/);
});

Deno.test("redirects within the host are followed and said once", async () => {
  const fetch: Fetch = (input) => {
    const { pathname } = new URL(String(input));
    if (pathname === "/api/version") return Promise.resolve(redirect("/a/api/version"));
    if (pathname === "/a/api/version") return Promise.resolve(redirect("/b/api/version"));
    return demo.fetch("https://kimai.test/api/version");
  };
  const { findings, reception } = await askVersion(order(fetch));
  assert.equal(reception?.kind, "unseen");
  assert.deepEqual(findings.map(({ name, outcome }) => [name, outcome]), [
    ["Redirect", "warning"],
    ["API", "ok"],
  ]);
});

const redirect = (to: string) => new Response(null, { status: 302, headers: { Location: to } });

Deno.test("the token goes nowhere else, and a circle ends", async () => {
  const asked: string[] = [];
  const { found, name } = await ask((input) => {
    asked.push(String(input));
    return Promise.resolve(redirect("https://elsewhere.test/api/version"));
  });
  assert.deepEqual([found, name, asked], [undefined, "Redirect", [
    "https://kimai.test/api/version",
  ]]);
  const circle = await ask(() => Promise.resolve(redirect("/api/version")));
  assert.equal(circle.text, "Requests are sent round in circles");
});

Deno.test("an address below the right one is told the right one, and the token is not tried around", async () => {
  const tokens: (string | null)[] = [];
  const fetch: Fetch = (input, init) => {
    const { pathname } = new URL(String(input));
    tokens.push(new Headers(init?.headers).get("Authorization"));
    return pathname === "/api/version"
      ? demo.fetch(new Request(input, init))
      : Promise.resolve(redirect("/en/login"));
  };
  const site = new URL("https://kimai.test/de/dashboard");
  const { fix, setting, outcome } = await ask(fetch, { site });
  assert.deepEqual([outcome, setting], ["failed", "kimai_url"]);
  assert.equal(fix, 'Set --kimai-url (KIMAI_URL) to "https://kimai.test": Kimai answers there');
  assert.deepEqual(tokens, [`Bearer ${token}`, null, null]);
});

Deno.test("below a path where Kimai is nowhere above, a host name of its own is the advice", async () => {
  const { fix } = await ask(page(404), { site: new URL("https://kimai.test/time") });
  assert.match(fix!, /; below "\/time" Kimai's API works only where a proxy takes that off/);
});

Deno.test("a Kimai without tokens is told from one that did not get it", async () => {
  assert.equal(await isOlderThanTokens(order(demo.fetch)), false);
  assert.equal(await isOlderThanTokens(order(asVersion(demo.fetch, "2.10.0"))), true);
  assert.equal(await isOlderThanTokens(order(page(404))), false);
});

Deno.test("what is called off is not explained", async () => {
  const fetch: Fetch = () => Promise.reject(new TypeError("error sending request"));
  const signal = AbortSignal.abort(new Error("stopped"));
  await assert.rejects(askVersion(order(fetch, { signal })), /^Error: stopped$/);
});
