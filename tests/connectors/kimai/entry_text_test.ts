import assert from "node:assert/strict";
import type { EntryDetail } from "../../../src/connectors/kimai/entries.ts";
import { entryText, writtenText } from "../../../src/connectors/kimai/entry_text.ts";

const entry: EntryDetail = {
  id: 99,
  begin: "2026-11-20T09:00:00+01:00",
  end: "2026-11-20T10:30:00+01:00",
  duration: 4500,
  break: 900,
  project: { id: 1, name: "Website", customer: "ACME" },
  activity: { id: 3, name: "Design" },
  user: { id: 4, name: "Ann" },
  description: "review",
  tags: ["a", "b"],
  billable: false,
  exported: true,
  rate: 1093.75,
  hourly_rate: 75,
  meta: [{ name: "ticket", value: "X-1" }],
};

Deno.test("an entry is told in a few lines, with all that is set", () => {
  assert.equal(
    entryText(entry),
    [
      "ACME / Website (1) / Design (3), Ann (4)",
      "Fri 20 Nov 2026 09:00-10:30, 1:15 h, not billable, exported, break 0:15",
      "Description: review",
      "Tags: a, b",
      "Rate: 1,093.75 (75.00 an hour)",
      "Custom fields: ticket = X-1",
    ].join("\n"),
  );
});

Deno.test("in German as well", () => {
  assert.equal(
    entryText({ ...entry, fixed_rate: 50 }, "de"),
    [
      "ACME / Website (1) / Design (3), Ann (4)",
      "Fr 20. Nov 2026 09:00-10:30, 1:15 h, nicht abrechenbar, exportiert, Pause 0:15",
      "Beschreibung: review",
      "Schlagwörter: a, b",
      "Betrag: 1.093,75 (fest) (75,00 je Stunde)",
      "Eigene Felder: ticket = X-1",
    ].join("\n"),
  );
});

Deno.test("what is not set is not told, and a running entry has no rate yet", () => {
  const { begin, duration, project, user } = entry;
  const bare = { id: 1, begin, duration, project: { id: project.id }, user: { id: user.id } };
  assert.equal(entryText(bare), "1, 4\nFri 20 Nov 2026 09:00, running, 1:15 h");
  assert.equal(
    entryText({ ...bare, running: true, rate: 0, billable: true }, "de"),
    "1, 4\nFr 20. Nov 2026 09:00, läuft, 1:15 h, abrechenbar",
  );
});

Deno.test("a span over midnight names both days", () => {
  const night = { ...entry, begin: "2026-11-20T22:00:00+01:00", end: "2026-11-21T01:00:00+01:00" };
  assert.match(entryText(night), /^Fri 20 Nov 2026 22:00-Sat 21 Nov 2026 01:00, /m);
  assert.match(entryText(night, "de"), /^Fr 20\. Nov 2026 22:00-Sa 21\. Nov 2026 01:00, /m);
});

Deno.test("a write's first line stays English, because scripts read it", async () => {
  const session = { language: () => Promise.resolve("de" as const) };
  const text = await writtenText("Updated timesheet ID 99", { entry, notes: ["one"] }, session);
  const lines = text.split("\n");
  assert.deepEqual([lines[0], lines[3], lines.at(-1)], [
    "Updated timesheet ID 99",
    "Beschreibung: review",
    "one",
  ]);
});
