import assert from "node:assert/strict";
import type { Timesheet } from "../../../../src/connectors/kimai/demo/records.ts";
import { TimesheetStore } from "../../../../src/connectors/kimai/demo/timesheet_store.ts";

const row = (id: number, begin: number, user = 1): Timesheet =>
  ({ id, begin, user, end: null, timezone: "UTC" }) as Timesheet;

Deno.test("rows stay in order through every change", () => {
  const store = new TimesheetStore();
  const ids = (users?: number[]) => store.ordered(users).map(({ id }) => id);
  for (const one of [row(1, 30), row(2, 10), row(3, 20, 2), row(4, 20)]) store.save(one);
  assert.deepEqual([ids(), ids([1]), ids([2, 1])], [[2, 3, 4, 1], [2, 4, 1], [2, 3, 4, 1]]);
  store.save({ ...store.get(2)!, begin: 40 });
  store.save({ ...store.get(3)!, user: 1 });
  store.delete(4);
  assert.deepEqual([ids(), ids([1]), ids([2])], [[3, 1, 2], [3, 1, 2], []]);
});

Deno.test("a kept row stays the same object, and its texts follow it", () => {
  const store = new TimesheetStore();
  const kept = store.save(row(1, 0));
  assert.equal(store.texts(kept).begin, "1970-01-01T00:00:00+0000");
  assert.equal(store.save({ ...kept, end: 60_000 }), kept);
  assert.equal(store.texts(kept).end, "1970-01-01T00:01:00+0000");
});

Deno.test("ids go on after all is cleared", () => {
  const store = new TimesheetStore();
  store.save(row(5, 0));
  store.clear();
  assert.deepEqual([store.size, store.nextId()], [0, 6]);
});
