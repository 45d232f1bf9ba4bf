import assert from "node:assert/strict";
import { kimai } from "../../../src/connectors/kimai/mod.ts";
import { diagnose } from "../../../src/connectors/kimai/diagnose.ts";
import { createDemoKimai } from "../../../src/connectors/kimai/demo/mod.ts";
import { asVersion } from "../../../src/connectors/kimai/demo/versions.ts";
import type { DiagnosisServices, Fetch } from "../../../src/connectors/connector.ts";
import { silentLog } from "../../../src/lib/log.ts";
import { friday } from "../../support/kimai.ts";

const now = () => Temporal.Instant.from(friday);
const demo = createDemoKimai({ now });

function services(given: Partial<DiagnosisServices> = {}): DiagnosisServices {
  return { now, log: silentLog, signal: new AbortController().signal, ...given };
}

const values = {
  kimai_url: "https://kimai.test",
  kimai_token: demo.tokens.ben,
  ssl_verify: "true",
  kimai_timeout: 30,
};

/** `name outcome` of every finding. */
async function outline(given: Partial<typeof values>, own: Partial<DiagnosisServices> = {}) {
  const found = await Array.fromAsync(
    diagnose({ ...values, ...given }, services({ fetch: demo.fetch, ...own }), { clock: () => 0 }),
  );
  return found.map(({ name, outcome }) => `${name} ${outcome}`);
}

Deno.test("with everything in order each thing has its green line, also for a plain user", async () => {
  assert.deepEqual(await outline({}), [
    "Address ok",
    "API ok",
    "Token ok",
    "Version ok",
    "Rights ok",
    "Plugins ok",
    "Zone ok",
    "Response time ok",
  ]);
});

Deno.test("names of findings are unique, sentences end without a full stop, and the token is in none", async () => {
  const found = await Array.fromAsync(diagnose(values, services({ fetch: demo.fetch })));
  assert.equal(new Set(found.map(({ name }) => name)).size, found.length);
  for (const { text, fix = "" } of found) {
    assert.doesNotMatch(text, /\.$/);
    assert.doesNotMatch(text + fix, new RegExp(values.kimai_token));
  }
});

Deno.test("nothing but reads is asked of Kimai", async () => {
  const asked: string[] = [];
  const fetch: Fetch = (input, init) => {
    const { method, url } = new Request(input, init);
    asked.push(`${method} ${new URL(url).pathname}`);
    return demo.fetch(new Request(input, init));
  };
  await outline({}, { fetch });
  assert.deepEqual(asked.filter((line) => !line.startsWith("GET ")), []);
  assert(asked.length < 20, asked.join());
});

Deno.test("without an address there is nothing else to look at", async () => {
  assert.deepEqual(await outline({ kimai_url: undefined }), ["Address failed"]);
});

Deno.test("without a token Kimai is found all the same", async () => {
  assert.deepEqual(await outline({ kimai_token: undefined }), [
    "Address ok",
    "API ok",
    "Token failed",
  ]);
});

Deno.test("a token that Kimai does not know ends it at the token", async () => {
  assert.deepEqual(await outline({ kimai_token: "unknown" }), [
    "Address ok",
    "API ok",
    "Token failed",
  ]);
});

Deno.test("an older Kimai is a warning, one without tokens is red", async () => {
  const older = await outline({}, { fetch: asVersion(demo.fetch, "2.40.0") });
  assert.deepEqual(older.filter((line) => !line.endsWith(" ok")), ["Version warning"]);
  const old = await Array.fromAsync(
    diagnose(values, services({ fetch: asVersion(demo.fetch, "2.10.0") })),
  );
  assert.match(old.at(-1)!.text, /^This Kimai is older than 2\.18 and saw no token/);
});

Deno.test("the person's zone is compared with the machine's", async () => {
  const lines = await outline({ kimai_token: demo.tokens.maya }, { zone: "Europe/Berlin" });
  assert(lines.includes("Zone warning"));
});

Deno.test("a server whose clock is wrong is red, and the rest is looked at", async () => {
  const fetch: Fetch = async (input, init) => {
    const response = await demo.fetch(new Request(input, init));
    response.headers.set("Date", "Fri, 20 Nov 2026 10:00:30 GMT");
    return response;
  };
  const lines = await outline({}, { fetch });
  assert.deepEqual(lines.filter((line) => !line.endsWith(" ok")), ["Clock failed"]);
  assert(lines.includes("Response time ok"));
});

Deno.test("something that turns requests away is seen at the end", async () => {
  const fetch: Fetch = (input, init) => {
    const request = new Request(input, init);
    return request.url.endsWith("/api/teams")
      ? Promise.resolve(new Response("", { status: 429, headers: { "Retry-After": "60" } }))
      : demo.fetch(request);
  };
  const lines = await outline({}, { fetch });
  assert.deepEqual(lines.filter((line) => !line.endsWith(" ok")), [
    "Rights warning",
    "Limits warning",
  ]);
});

const open = {
  host: "kimai.test",
  port: 443,
  lookup: { addresses: ["192.0.2.7"], literal: false, ms: 1 },
};

Deno.test("a way that is shut ends it, and says which setting would open it", async () => {
  const connection = { address: "192.0.2.7", passedOver: [], ms: 1, failure: "refused" as const };
  const found = await Array.fromAsync(diagnose(values, services(), {
    probe: () => Promise.resolve({ ...open, connection }),
  }));
  assert.deepEqual(found.map(({ name, outcome, setting }) => [name, outcome, setting]), [
    ["Address", "ok", undefined],
    ["DNS", "ok", undefined],
    ["Connection", "failed", "kimai_url"],
  ]);
});

Deno.test("a CA file that is not there is red before anything is connected", async () => {
  const found = await Array.fromAsync(
    diagnose({ ...values, ssl_verify: "/nowhere/ca.pem" }, services(), {
      probe: () => Promise.reject(new Error("probed")),
    }),
  );
  const { name, text, setting } = found.at(-1)!;
  assert.deepEqual([name, setting], ["CA", "ssl_verify"]);
  assert.match(text, /"\/nowhere\/ca\.pem" of --ssl-verify \(KIMAI_SSL_VERIFY\) does not exist$/);
});

Deno.test("where a proxy stands before it the host is not looked at", async () => {
  const found = await Array.fromAsync(diagnose(
    { ...values, kimai_url: "http://127.0.0.1:1" },
    services({ proxyOf: () => "http://proxy.test:3128" }),
    { probe: () => Promise.reject(new Error("probed")) },
  ));
  assert.deepEqual(found.map(({ name }) => name), ["Address", "Way", "API"]);
});

Deno.test("called off it ends without a word", async () => {
  const stop = new AbortController();
  const found: string[] = [];
  for await (
    const { name } of diagnose(values, services({ fetch: demo.fetch, signal: stop.signal }))
  ) {
    found.push(name);
    if (name === "Token") stop.abort();
  }
  assert.deepEqual(found.slice(0, 3), ["Address", "API", "Token"]);
  assert(!found.includes("Response time"));
});

Deno.test("the connector takes credentials alone, as setup has them", async () => {
  const { kimai_timeout: _, ...credentials } = values;
  const found = await Array.fromAsync(
    kimai.diagnose!(credentials, services({ fetch: demo.fetch })),
  );
  assert.equal(found.find(({ outcome }) => outcome === "failed"), undefined);
  assert.equal(found.length, 8);
});
