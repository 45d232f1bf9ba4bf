import assert from "node:assert/strict";
import { modify } from "../../../../src/connectors/kimai/demo/lockdown.ts";

const from = Temporal.PlainDateTime.from("2026-03-31T10:20:30");

Deno.test("relative dates as PHP reads them", () => {
  const texts = [
    "first day of last month 00:00:00",
    "last day of last month 23:59:59",
    "first day of this month midnight",
    "+3 days",
    "2026-01-05 12:30",
    "",
  ];
  assert.deepEqual(texts.map((text) => modify(from, text).toString()), [
    "2026-02-01T00:00:00",
    "2026-02-28T23:59:59",
    "2026-03-01T00:00:00",
    "2026-04-03T10:20:30",
    "2026-01-05T12:30:00",
    "2026-03-31T10:20:30",
  ]);
});

Deno.test("what cannot be read is a bug of the configuration, said aloud", () => {
  assert.throws(() => modify(from, "some day"), /some day/);
});
