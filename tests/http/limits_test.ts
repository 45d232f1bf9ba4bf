import assert from "node:assert/strict";
import { createLimits, rateOf } from "../../src/http/limits.ts";

const egress = { egress: [], egress_rpm: 0 };

Deno.test("B-19: a number a minute counts, and the other spelling where there is none", () => {
  assert.deepEqual(rateOf(egress), { requests: 60, window: 60 });
  assert.deepEqual(rateOf({ ...egress, rate_limit_rpm: 5, rate_limit_max: 9 }), {
    requests: 5,
    window: 60,
  });
  assert.deepEqual(rateOf({ ...egress, rate_limit_max: 100 }), { requests: 100, window: 900 });
  assert.deepEqual(rateOf({ ...egress, rate_limit_window_ms: 120_000 }), {
    requests: 120,
    window: 120,
  });
  assert.deepEqual(rateOf({ ...egress, rate_limit_rpm: 0 }), { requests: 0, window: 60 });
});

Deno.test("an account may do twice what a client may, an address ten times, and a crowd what is set for it", async () => {
  const settings = { rate_limit_rpm: 3, egress: ["160.79.104.0/21"], egress_rpm: 50 };
  const limits = createLimits(settings, () => 0);
  const limitOf = async (limit = limits.client) => (await limit?.take("key"))?.limit;
  assert.equal(await limitOf(), 3);
  assert.equal(await limitOf(limits.account), 6);
  assert.equal(await limitOf(limits.address("192.0.2.1")), 30);
  assert.equal(await limitOf(limits.address("160.79.105.1")), 50);
});

Deno.test("0 is no limit for anybody", () => {
  const limits = createLimits({ ...egress, rate_limit_rpm: 0 }, () => 0);
  assert.deepEqual(
    [limits.client, limits.account, limits.address("192.0.2.1")],
    Array(3).fill(undefined),
  );
});
