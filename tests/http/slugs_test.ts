import assert from "node:assert/strict";
import { Hono } from "hono";
import type { Env } from "../../src/http/context.ts";
import { requireSlug } from "../../src/http/slugs.ts";

function setUp() {
  const clock = { now: 0 };
  const waits: number[] = [];
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    c.set("address", c.req.header("From")!);
    await next();
  });
  const guard = requireSlug({
    find: (name) => name === "anna-1" ? { account: name, version: "1", client: "slug" } : undefined,
    keyOf: (address) => address.split(".")[0],
    now: () => clock.now,
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    random: () => 0.5,
  });
  app.all("/mcp/:slug", guard, (c) => c.text(c.var.principal!.account));
  const ask = (slug: string, from = "1.1") =>
    app.request(`/mcp/${slug}`, { headers: { From: from } });
  return { ask, clock, waits };
}

Deno.test("an account's name lets it in", async () => {
  const { ask, waits } = setUp();
  assert.equal(await (await ask("anna-1")).text(), "anna-1");
  assert.deepEqual(waits, []);
});

Deno.test("a wrong name is answered late, and tells nothing", async () => {
  const { ask, waits } = setUp();
  const answer = await ask("bert");
  assert.equal(answer.status, 404);
  assert.deepEqual(await answer.json(), { error: "Not found" });
  assert.deepEqual(waits, [200]);
});

Deno.test("after ten wrong names the next one keeps the address out for five minutes, with right names too", async () => {
  const { ask, clock } = setUp();
  for (let wrong = 1; wrong <= 11; wrong++) assert.equal((await ask(`x${wrong}`)).status, 404);
  const kept = await ask("anna-1", "1.2");
  assert.equal(kept.status, 429);
  assert.equal(kept.headers.get("Retry-After"), "300");
  assert.equal((await ask("anna-1", "2.1")).status, 200, "another address is not kept out");
  clock.now = 299_001;
  assert.equal((await ask("anna-1")).headers.get("Retry-After"), "1");
  clock.now = 300_000;
  assert.equal((await ask("anna-1")).status, 200);
});

Deno.test("wrong names that are a minute apart add up to nothing", async () => {
  const { ask, clock } = setUp();
  for (let wrong = 1; wrong <= 40; wrong++) {
    clock.now += 6_001;
    assert.equal((await ask(`x${wrong}`)).status, 404);
  }
});
