import assert from "node:assert/strict";
import fc from "fast-check";
import { readTime } from "../../../src/connectors/kimai/date_times.ts";

function time(text: string, bare?: boolean): string | undefined {
  return readTime(text, bare)?.toString({ smallestUnit: "second" });
}

Deno.test("times of day are read on both clocks", () => {
  const rows: [string, string][] = [
    [
      "8:00|08:00|8:00:00|8 uhr|8uhr|8am|8 am|8:00 am|8.00 uhr|at 8|um 8|um 8 uhr|at 8am",
      "08:00:00",
    ],
    ["9:30|9.30 uhr|9 uhr 30|9:30 uhr|9.30 am|9:30am|um 9:30", "09:30:00"],
    ["8pm|20 uhr|20:00|8:00pm|at 20", "20:00:00"],
    ["noon|mittag|mittags|midday|12pm|12:00|12 uhr|at noon", "12:00:00"],
    ["0:00|00:00|12am|0 uhr|12:00 am", "00:00:00"],
    ["23:59:59", "23:59:59"],
  ];
  for (const [spellings, expected] of rows) {
    for (const text of spellings.split("|")) assert.equal(time(text), expected, text);
  }
});

Deno.test("a number alone is an hour only where hours are expected", () => {
  assert.equal(time("9"), undefined);
  assert.equal(time("9", true), "09:00:00");
  assert.equal(time("24", true), undefined);
});

Deno.test("what is no time of day is left to others", () => {
  const others = [
    "",
    "14h",
    "24:00",
    "25:00",
    "9:60",
    "9.30",
    "13pm",
    "0am",
    "midnight",
    "8:5",
    "123:00",
  ];
  for (const text of others) assert.equal(time(text), undefined, text);
});

Deno.test("every time survives being written on either clock", () => {
  const minutes = fc.integer({ min: 0, max: 1439 }).map((minutes) =>
    new Temporal.PlainTime().add({ minutes })
  );
  fc.assert(fc.property(minutes, (each) => {
    const two = String(each.minute).padStart(2, "0");
    const half = each.toLocaleString("en-US", { timeStyle: "short" }).toLowerCase()
      .replace(/\s/, " ");
    for (const text of [`${each.hour}:${two}`, `${each.hour}.${two} uhr`, half]) {
      assert(readTime(text)?.equals(each), text);
    }
  }));
});
