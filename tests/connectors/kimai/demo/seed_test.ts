import assert from "node:assert/strict";
import { createDemoKimai } from "../../../../src/connectors/kimai/demo/mod.ts";

const kimai = (at: string) => createDemoKimai({ now: () => Temporal.Instant.from(at) });
const shape = (at: string) =>
  JSON.stringify([...kimai(at).state.timesheets.values()].map(({ meta: _, ...row }) => row));

Deno.test("the agency is the same for the same moment", () => {
  assert.equal(shape("2026-03-10T17:00:00Z"), shape("2026-03-10T17:00:00Z"));
});

Deno.test("five people, six months, and nothing in the future", () => {
  for (const at of ["2026-03-10T17:00:00Z", "2026-01-01T00:30:00Z", "2028-02-29T12:00:00Z"]) {
    const { state } = kimai(at);
    const records = [...state.timesheets.values()];
    const now = Date.parse(at);
    assert.equal(new Set(records.map((row) => row.user)).size, 5);
    assert.ok(records.length > 1200, String(records.length));
    assert.ok(records.every((row) => (row.end ?? row.begin) <= now));
  }
});

Deno.test("one timer runs since yesterday, and not the default user's", () => {
  const { state, defaultUser } = kimai("2026-03-10T17:00:00Z");
  const running = [...state.timesheets.values()].filter((row) => row.end === null);
  assert.deepEqual(running.map((row) => state.users.get(row.user)!.username), ["ben"]);
  assert.equal(new Date(running[0].begin).toISOString(), "2026-03-09T16:40:00.000Z");
  assert.equal(defaultUser, "lena");
});

Deno.test("the default user has a day without records and two records at once", () => {
  const { state } = kimai("2026-03-10T17:00:00Z");
  const mine = state.timesheets.ordered([3]);
  const days = new Set(mine.map((row) => new Date(row.begin).toISOString().slice(0, 10)));
  assert.deepEqual([days.has("2026-03-04"), days.has("2026-03-05")], [false, true]);
  assert.ok(mine.some((row, index) => index > 0 && row.begin < mine[index - 1].end!));
});

Deno.test("everybody can book project 1 with activity 1", async () => {
  const demo = kimai("2026-03-10T17:00:00Z");
  for (const token of Object.values(demo.tokens)) {
    const response = await demo.fetch("https://kimai.test/api/timesheets", {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({
        project: 1,
        activity: 1,
        begin: "2026-03-08T10:00",
        end: "2026-03-08T11:00",
      }),
    });
    assert.equal(response.status, 200);
  }
});
