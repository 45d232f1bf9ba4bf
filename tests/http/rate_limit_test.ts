import assert from "node:assert/strict";
import fc from "fast-check";
import { Hono } from "hono";
import type { Env } from "../../src/http/context.ts";
import { createLimit, type Limit, limitBy, type LimitOptions } from "../../src/http/rate_limit.ts";

/** A limit with a clock that stands until it is set. */
function setUp(options: Partial<LimitOptions> = {}) {
  const clock = { now: 0 };
  const limit = createLimit({ requests: 3, window: 60, now: () => clock.now, ...options })!;
  return { clock, limit, take: (key = "a") => limit.take(key) };
}

Deno.test("a key has its number of requests in a window that its first one begins", async () => {
  const { clock, take } = setUp();
  clock.now = 1000;
  assert.deepEqual(await take(), { passed: true, limit: 3, remaining: 2, resetAfter: 60 });
  clock.now = 30_500;
  assert.deepEqual(await take(), { passed: true, limit: 3, remaining: 1, resetAfter: 31 });
  assert.deepEqual(await take("b"), { passed: true, limit: 3, remaining: 2, resetAfter: 60 });
  assert.deepEqual(await take(), { passed: true, limit: 3, remaining: 0, resetAfter: 31 });
  assert.deepEqual(await take(), { passed: false, limit: 3, remaining: 0, resetAfter: 31 });
  clock.now = 60_999;
  assert.deepEqual(await take(), { passed: false, limit: 3, remaining: 0, resetAfter: 1 });
  clock.now = 61_000;
  assert.deepEqual(await take(), { passed: true, limit: 3, remaining: 2, resetAfter: 60 });
});

Deno.test("0 is no limit", () => {
  assert.equal(createLimit({ requests: 0, window: 60, now: () => 0 }), undefined);
});

Deno.test("requests at the same moment are counted one by one", async () => {
  const { take } = setUp();
  const taken = await Promise.all(Array.from({ length: 5 }, () => take()));
  assert.deepEqual(taken.map(({ passed }) => passed), [true, true, true, false, false]);
  assert.deepEqual(taken.map(({ remaining }) => remaining), [2, 1, 0, 0, 0]);
});

const step = fc.record({ key: fc.constantFrom("a", "b"), ms: fc.nat(20_000) });
const settings = fc.record({
  requests: fc.integer({ min: 1, max: 4 }),
  window: fc.integer({ min: 1, max: 30 }),
});

Deno.test("any requests pass or not as windows of their keys say", async () => {
  await fc.assert(
    fc.asyncProperty(settings, fc.array(step), async ({ requests, window }, steps) => {
      const { clock, take } = setUp({ requests, window });
      const windows = new Map<string, { end: number; count: number }>();
      for (const { key, ms } of steps) {
        clock.now += ms;
        const known = windows.get(key);
        const current = known && known.end > clock.now
          ? known
          : { end: clock.now + window * 1000, count: 0 };
        current.count++;
        windows.set(key, current);
        const { passed, remaining, resetAfter } = await take(key);
        assert.equal(passed, current.count <= requests);
        assert.equal(remaining, Math.max(requests - current.count, 0));
        assert.equal(resetAfter, Math.ceil((current.end - clock.now) / 1000));
      }
    }),
  );
});

Deno.test("Retry-After is true: then a request passes, a second earlier it does not", async () => {
  await fc.assert(
    fc.asyncProperty(settings, fc.array(fc.nat(9_999)), async ({ requests, window }, waits) => {
      const { clock, take } = setUp({ requests, window });
      let last = await take();
      for (const ms of waits) {
        clock.now += ms;
        last = await take();
        if (!last.passed) break;
      }
      if (last.passed) return;
      const refusedAt = clock.now;
      clock.now = refusedAt + (last.resetAfter - 1) * 1000;
      assert.equal((await take()).passed, false, "a second earlier");
      clock.now = refusedAt + last.resetAfter * 1000;
      assert.equal((await take()).passed, true, "in time");
    }),
  );
});

Deno.test("trying again while refused does not make it longer", async () => {
  const { clock, take } = setUp({ requests: 1 });
  await take();
  for (clock.now = 0; clock.now < 60_000; clock.now += 1000) await take();
  assert.equal((await take()).passed, true);
});

Deno.test("68: the clock on the wall may jump", async () => {
  const { clock, take } = setUp({ requests: 1 });
  const wall = Date.now;
  try {
    await take();
    for (const day of [86_400_000, -86_400_000]) {
      Date.now = () => wall() + day;
      assert.equal((await take()).passed, false);
    }
    clock.now = 60_000;
    assert.equal((await take()).passed, true);
  } finally {
    Date.now = wall;
  }
});

Deno.test("69: so many keys are counted at once; those seen least recently are forgotten", async () => {
  const { take } = setUp({ requests: 1, keys: 3 });
  const passed = async (key: string) => (await take(key)).passed;
  for (const key of ["a", "b", "c"]) assert.equal(await passed(key), true);
  assert.equal(await passed("a"), false);
  assert.equal(await passed("d"), true, "takes the place of b");
  assert.deepEqual([await passed("a"), await passed("c"), await passed("d")], [
    false,
    false,
    false,
  ]);
  assert.equal(await passed("b"), true);
});

Deno.test("69: whoever goes on trying is not forgotten among many others", async () => {
  const { take } = setUp({ requests: 1, keys: 100 });
  await take("a");
  for (let other = 0; other < 10_000; other++) {
    await take(`other-${other}`);
    if (other % 50 === 0) assert.equal((await take("a")).passed, false);
  }
});

Deno.test("69: keys of prototypes are keys like others", async () => {
  const { take } = setUp({ requests: 1 });
  for (const key of ["__proto__", "constructor", "", "undefined"]) {
    assert.equal((await take(key)).passed, true, key);
    assert.equal((await take(key)).passed, false, key);
  }
});

const order = ["address", "account", "client"] as const;

/** The three limits as the application has them, from the outside in, before an endpoint. */
function served(
  limits: Partial<Record<typeof order[number], Limit>>,
  answer = () => new Response("x"),
) {
  const refused: string[] = [];
  const app = new Hono<Env>();
  for (const by of order) {
    const limitOf = () => limits[by];
    app.use(limitBy({ by, limitOf, keyOf: () => by, refused: () => void refused.push(by) }));
  }
  app.all("/", answer);
  return { ask: async () => await app.request("/"), refused };
}

const limitsIn = ({ headers }: Response) =>
  ["Limit", "Remaining", "Reset"].map((name) => headers.get(`RateLimit-${name}`));
const limitOf = (requests: number, window = 60) => createLimit({ requests, window, now: () => 0 })!;

Deno.test("where there is no limit there are no headers of one", async () => {
  assert.deepEqual(limitsIn(await served({}).ask()), [null, null, null]);
});

Deno.test("answers say how much is left, refusals of others as well", async () => {
  const { ask } = served({ address: limitOf(3) }, () => new Response(null, { status: 401 }));
  assert.deepEqual(limitsIn(await ask()), ["3", "2", "60"]);
  const answer = await ask();
  assert.equal(answer.status, 401);
  assert.deepEqual(limitsIn(answer), ["3", "1", "60"]);
  assert.equal(answer.headers.get("Retry-After"), null);
});

Deno.test("of several limits the tightest is in the headers, wherever it stands", async () => {
  for (const tightest of order) {
    const others = { address: limitOf(90, 10), account: limitOf(80, 20), client: limitOf(70, 30) };
    const answer = await served({ ...others, [tightest]: limitOf(5, 40) }).ask();
    assert.deepEqual(limitsIn(answer), ["5", "4", "40"], tightest);
  }
});

Deno.test("a request above a limit gets 429 with what to wait for, and goes no further", async () => {
  for (const by of order) {
    let reached = 0;
    const { ask, refused } = served(
      { address: limitOf(100), account: limitOf(100), client: limitOf(100), [by]: limitOf(1, 40) },
      () => new Response(String(++reached)),
    );
    assert.equal((await ask()).status, 200);
    const answer = await ask();
    assert.equal(answer.status, 429);
    assert.equal(answer.headers.get("Retry-After"), "40");
    assert.deepEqual(limitsIn(answer), ["1", "0", "40"]);
    assert.deepEqual(await answer.json(), {
      error: "rate_limited",
      error_description: `Too many requests of this ${by}: try again in 40 seconds`,
      retry_after: 40,
    });
    assert.deepEqual([reached, refused], [1, [by]]);
  }
});

Deno.test("a limit that just ran out does not hide the one that refused", async () => {
  const { ask } = served({ address: limitOf(2, 10), client: limitOf(1, 40) });
  await ask();
  const answer = await ask();
  assert.equal(answer.headers.get("Retry-After"), "40");
  assert.deepEqual(limitsIn(answer), ["1", "0", "40"]);
});

Deno.test("each request has the limit and the key that are its own", async () => {
  const app = new Hono<Env>();
  const [small, large] = [limitOf(1), limitOf(2)];
  app.use(limitBy({
    by: "address",
    limitOf: (c) => c.req.header("From") === "office" ? large : small,
    keyOf: (c) => c.req.header("From")!,
  }));
  app.all("/", (c) => c.body(null));
  const ask = async (from: string) => (await app.request("/", { headers: { From: from } })).status;
  const statuses = [
    await ask("a"),
    await ask("a"),
    await ask("b"),
    await ask("office"),
    await ask("office"),
  ];
  assert.deepEqual(statuses, [200, 429, 200, 200, 200]);
  assert.equal(await ask("office"), 429);
});
