import assert from "node:assert/strict";
import { busyNote, type Machine, othersBetween, usedNow } from "./machine.ts";

const machine: Machine = {
  ...{ processor: "One", cores: 2, memory: 8, system: "linux", deno: "2.9.6" },
  load: { before: 0.1, after: 1.2 },
};

function used(stat: string, self: string) {
  return usedNow((path) => path === "/proc/stat" ? stat : self)!;
}

Deno.test("what other programs used is what neither this one nor its children did", () => {
  const self = (times: string) => `7 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 ${times} 20 0`;
  const before = used("cpu  100 0 50 800 10 0 5 0 0 0\ncpu0 1", self("10 5 20 5"));
  assert.deepEqual(before, { all: 155, own: 40, there: 965 });
  const after = used("cpu  200 0 100 900 10 0 5 0 0 0\ncpu0 1", self("60 15 60 5"));
  // Of 250 hundredths that passed 150 were used, and 100 of these by the bench.
  assert.equal(othersBetween(before, after), 20);
});

Deno.test("nothing is said of others where there is no /proc", () => {
  assert.equal(usedNow(() => undefined), undefined);
});

Deno.test("a busy machine is told of, a quiet one is not", () => {
  assert.equal(busyNote({ ...machine, others: 3 }), undefined);
  assert.equal(
    busyNote({ ...machine, load: { before: 3.5 }, others: 40 }),
    "The machine was busy (its load was 3.5 before the bench began, and other programs used 40 % of its processors): rates may be lower, times longer and spreads wider than on one at rest",
  );
  assert.match(busyNote({ ...machine, others: 6 })!, /^The machine was busy \(other programs/);
});
