import assert from "node:assert/strict";
import fc from "fast-check";
import { createThrottle, type Try } from "../../src/oauth/throttle.ts";

const anna = { account: "anna", address: "192.0.2.1" };

function start(keys?: number) {
  const clock = { ms: 0 };
  const throttle = createThrottle({ keys, now: () => clock.ms });
  /** Tries that fail until one has to wait. @returns how many went through, and the seconds */
  const fail = (who: Try, most = 100): [tries: number, wait?: number] => {
    for (let tries = 0; tries < most; tries++) {
      const { wait } = throttle.begin(who);
      if (wait !== undefined) return [tries, wait];
    }
    return [most];
  };
  return { clock, throttle, fail };
}

Deno.test("after five failures each next try waits twice as long, up to a minute", () => {
  const { clock, fail } = start();
  assert.deepEqual(fail(anna), [5, 1]);
  const waits: (number | undefined)[] = [];
  for (let at = 0, wait = 1; at < 8; at++) {
    clock.ms += wait * 1000;
    const [tries, next] = fail(anna);
    assert.equal(tries, 1);
    waits.push(next);
    wait = next!;
  }
  assert.deepEqual(waits, [2, 4, 8, 16, 32, 60, 60, 60]);
});

Deno.test("what is told to wait passes after that, to the millisecond", () => {
  const { clock, fail, throttle } = start();
  fail(anna);
  clock.ms += 999;
  assert.deepEqual(throttle.begin(anna), { wait: 1 });
  clock.ms += 1;
  assert("attempt" in throttle.begin(anna));
});

Deno.test("trying again too early makes nobody wait longer", () => {
  const { clock, fail, throttle } = start();
  fail(anna);
  for (let at = 0; at < 50; at++) throttle.begin(anna);
  clock.ms += 1000;
  assert("attempt" in throttle.begin(anna));
});

Deno.test("a quarter of an hour without a failure is forgotten", () => {
  const { clock, fail } = start();
  fail(anna);
  clock.ms += 15 * 60_000;
  assert.deepEqual(fail(anna), [5, 1]);
});

Deno.test("the right secret forgets the account's failures, but not the address's", () => {
  const { clock, throttle, fail } = start();
  for (let at = 0; at < 4; at++) throttle.begin(anna);
  throttle.begin(anna).attempt!.succeeded();
  assert.deepEqual(fail(anna), [5, 1]);
  clock.ms += 1000;
  const own = { account: "mallory", address: anna.address };
  let others = 0;
  for (; others < 50; others++) {
    throttle.begin(own).attempt?.succeeded();
    if (throttle.begin({ ...anna, account: `victim-${others}` }).wait) break;
  }
  assert.equal(others, 11);
});

Deno.test("a secret that was not looked at counts for nothing", () => {
  const { throttle, fail } = start();
  for (let at = 0; at < 50; at++) throttle.begin(anna).attempt!.untried();
  assert.deepEqual(fail(anna), [5, 1]);
});

Deno.test("tries that are under way at once count before any of them has failed", () => {
  const { throttle } = start();
  const begun = Array.from({ length: 50 }, () => throttle.begin(anna));
  assert.equal(begun.filter(({ attempt }) => attempt).length, 5);
});

Deno.test("an address is slowed down over all accounts, IPv6 by its network, and others are not", () => {
  for (
    const [one, same, other] of [
      ["192.0.2.1", "192.0.2.1", "192.0.2.2"],
      ["2001:db8:0:1:0:0:0:1", "2001:db8:0:1:ffff:0:0:2", "2001:db8:0:2:0:0:0:1"],
    ]
  ) {
    const { throttle } = start();
    for (let at = 0; at < 20; at++) throttle.begin({ account: `person-${at}`, address: one });
    assert.deepEqual(throttle.begin({ account: "anna", address: same }), { wait: 1 });
    assert("attempt" in throttle.begin({ account: "anna", address: other }));
  }
});

Deno.test("a browser that was in is counted by itself, and not without end", () => {
  const { throttle, fail } = start();
  fail(anna);
  const known = { ...anna, device: "browser of anna" };
  assert.deepEqual(fail(known), [5, 1]);
  assert("attempt" in throttle.begin({ ...anna, device: "another of hers" }));
});

Deno.test("it remembers no more than it is told to", () => {
  const { throttle, fail } = start(10);
  fail(anna);
  for (let at = 0; at < 10; at++) {
    throttle.begin({ account: `person-${at}`, address: `198.51.100.${at}` });
  }
  assert("attempt" in throttle.begin(anna));
});

Deno.test("whatever is tried when, nobody waits for more than a minute, nor for nothing", () => {
  const { clock, throttle } = start();
  const who = fc.record({
    account: fc.constantFrom("anna", "ben"),
    address: fc.constantFrom("192.0.2.1", "192.0.2.2"),
    device: fc.constantFrom(undefined, "one"),
  });
  const steps = fc.array(fc.tuple(who, fc.nat(120_000), fc.constantFrom("fail", "right", "busy")));
  fc.assert(fc.property(steps, (steps) => {
    for (const [who, ms, outcome] of steps) {
      clock.ms += ms;
      const { attempt, wait } = throttle.begin(who);
      if (wait !== undefined) {
        assert(wait >= 1 && wait <= 60);
        clock.ms += wait * 1000;
        assert("attempt" in throttle.begin(who));
      } else if (outcome === "right") attempt.succeeded();
      else if (outcome === "busy") attempt.untried();
    }
  }));
});
