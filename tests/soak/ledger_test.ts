import assert from "node:assert/strict";
import { type Fate, Ledger } from "./ledger.ts";

/** A ledger with one write of this fate, which Kimai has so often and was asked for so often. */
function faultsOf(fate: Fate, kept: number, received = kept): string[] {
  const ledger = new Ledger("run");
  const description = ledger.begin();
  ledger.settle(description, fate);
  const times = (count: number) => new Map(count > 0 ? [[description, count]] : []);
  return ledger.compare(times(kept), times(received)).faults;
}

Deno.test("an answered write is there once, a refused one is not, and an unknown one may be", () => {
  assert.deepEqual(faultsOf("answered", 1), []);
  assert.deepEqual(faultsOf("refused", 0), []);
  assert.deepEqual(faultsOf("unknown", 0), []);
  assert.deepEqual(faultsOf("unknown", 1), []);
});

Deno.test("a write that is lost, doubled, sent twice, or there against what was said is told", () => {
  assert.match(faultsOf("answered", 0)[0], /"soak run 1" is lost/);
  assert.match(faultsOf("refused", 1)[0], /is there: its client was told that nothing was done/);
  for (const fate of ["answered", "refused", "unknown"] as const) {
    assert.match(faultsOf(fate, 2)[0], /is there 2 times/);
  }
  assert.match(faultsOf("unknown", 1, 2)[0], /was sent to Kimai 2 times/);
});

Deno.test("a write that was begun and never settled is unknown, and a stranger is told", () => {
  const ledger = new Ledger("run");
  const description = ledger.begin();
  const kept = new Map([[description, 1], ["soak run 99", 1]]);
  const { rows, faults, strangers } = ledger.compare(kept, new Map());
  assert.deepEqual(rows.at(-1), { fate: "unknown", writes: 1, absent: 0, once: 1, more: 0 });
  assert.equal(strangers, 1);
  assert.match(faults[0], /^1 entries came of no write/);
});

Deno.test("only this soak's own descriptions count", () => {
  const [one, other] = [new Ledger(), new Ledger()];
  assert(one.isOurs(one.begin()) && !one.isOurs(other.begin()));
});
