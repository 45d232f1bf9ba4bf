import assert from "node:assert/strict";
import { detailOf, secondsOf, spanOf, workOf } from "../../../src/connectors/kimai/entries.ts";
import { timesheet } from "../../../src/connectors/kimai/records.ts";
import type { Directory } from "../../../src/connectors/kimai/directory.ts";

const now = Temporal.Instant.from("2026-11-20T12:00:00Z");

const names: Directory = {
  customers: () => Promise.resolve(new Map()),
  projects: () =>
    Promise.resolve(new Map([[1, { id: 1, name: "Website", customer: 7, parentTitle: "ACME" }]])),
  activities: () => Promise.resolve(new Map([[3, { id: 3, name: "Design" }]])),
  user: (id) => Promise.resolve(id === 4 ? { id: 4, username: "ann", alias: "Ann" } : undefined),
  forget: () => {},
};

const plain = timesheet.parse({
  id: 99,
  begin: "2026-11-20T09:00:00+0100",
  end: "2026-11-20T10:30:00+0100",
  duration: 4500,
  break: 900,
  description: "review",
  tags: ["a"],
  project: 1,
  activity: 3,
  user: 4,
  exported: true,
  billable: false,
  rate: 93.75,
  hourlyRate: 75,
  fixedRate: null,
  metaFields: [{ name: "ticket", value: "X-1" }, { name: "unset", value: null }, {
    name: "emptied",
    value: "",
  }],
});

Deno.test("a record with ids is shown with names, and with Kimai's duration", async () => {
  const entry = await detailOf(plain, names, now);
  assert.deepEqual(JSON.parse(JSON.stringify(entry)), {
    id: 99,
    begin: "2026-11-20T09:00:00+01:00",
    end: "2026-11-20T10:30:00+01:00",
    duration: 4500,
    break: 900,
    project: { id: 1, name: "Website", customer: "ACME" },
    activity: { id: 3, name: "Design" },
    user: { id: 4, name: "Ann" },
    description: "review",
    tags: ["a"],
    billable: false,
    exported: true,
    rate: 93.75,
    hourly_rate: 75,
    meta: [{ name: "ticket", value: "X-1" }],
  });
});

Deno.test("a name that nobody may look up stays a number", async () => {
  const entry = await detailOf({ ...plain, project: 2, activity: null, user: 5 }, names, now);
  assert.deepEqual([entry.project, entry.activity, entry.user], [{ id: 2 }, undefined, { id: 5 }]);
  assert.equal(workOf(entry), "2");
});

Deno.test("a running record lasts until now", async () => {
  const entry = await detailOf({ ...plain, end: null, duration: 0 }, names, now);
  assert.equal(entry.running, true);
  assert.equal(entry.duration, 4 * 3600);
  assert.equal(secondsOf({ ...plain, begin: "2027-01-01T00:00:00+0100", end: null }, now), 0);
});

Deno.test("a span over midnight names both days", () => {
  assert.equal(
    spanOf("2026-11-20T22:00:00+01:00", "2026-11-21T01:00:00+01:00"),
    "Fri 20 Nov 2026 22:00-Sat 21 Nov 2026 01:00",
  );
});
