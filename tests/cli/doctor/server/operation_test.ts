import assert from "node:assert/strict";
import { assertRed, assertYellow, examine, healthy, isFor } from "./place.ts";
import type { Proxy } from "./place.ts";

const answering = (path: string, answer: () => Response): { proxy: Proxy } => ({
  proxy: (request, next) => isFor(request, path) ? answer() : next(request),
});

Deno.test("a server that is not ready says why", () =>
  assertRed(
    answering("/ready", () =>
      Response.json({ status: "not ready", checks: { serving: true, state: false } }, {
        status: 503,
      })),
    "Ready",
    /not ready: state$/,
    /--oauth-state-file/,
  ));

const metrics = () => new Response("# HELP mcp_sessions Open\nmcp_sessions 3\n");

Deno.test("metrics that everybody can read are red", () =>
  assertRed(answering("/metrics", metrics), "Metrics", /Everybody/, /X-Forwarded-For/));

Deno.test("a page that another server has at /metrics is none of ours", async () => {
  const page = () => new Response("<html>Not here</html>");
  assert.equal((await examine(answering("/metrics", page))).Metrics.outcome, "ok");
});

Deno.test("behind https metrics on this machine are red as well: a proxy let them out", () => {
  const lookup = { ...healthy.lookup, addresses: ["127.0.0.1"] };
  const probe = () => Promise.resolve({ ...healthy, lookup });
  return assertRed({ ...answering("/metrics", metrics), probe }, "Metrics", /Everybody/);
});

Deno.test("clocks that differ by more than a minute are yellow", async () => {
  const at = (seconds: number) => () => Temporal.Now.instant().subtract({ seconds });
  await assertYellow({ now: at(300) }, "Clock", /^(299|300|301) seconds ahead of/, /NTP/);
  await assertYellow({ now: at(-300) }, "Clock", /^(299|300|301) seconds behind/, /NTP/);
  assert.equal((await examine({ now: at(30) })).Clock.outcome, "ok");
});
