import assert from "node:assert/strict";
import { attendanceText, whoIsThere } from "../../../src/connectors/kimai/attendance.ts";
import type { Leave } from "../../../src/connectors/kimai/statistics/absences.ts";

const day = "2026-11-20";
const people = [{ id: 1, name: "Ann" }, { id: 2, name: "Bob" }, { id: 3 }];
const leave = (person: number, more: Partial<Leave> = {}): Leave => ({
  id: 1,
  person: { id: person },
  type: "holiday",
  status: "approved",
  first: day,
  last: day,
  half: false,
  seconds: 8 * 3600,
  ...more,
});
const placesOf = (leaves: Leave[], unknown: { id: number; why: string }[] = []) => {
  const there = whoIsThere(people, leaves, day, unknown, "en");
  return Object.fromEntries(
    Object.entries(there).map(([place, some]) => [place, some.map(({ id }) => id)]),
  );
};
const nowhere = { present: [] as number[], partly: [], absent: [], pending: [], unknown: [] };

Deno.test("only what is approved makes absent, what is asked for is pending, what was rejected is nothing", () => {
  const leaves = [
    leave(1),
    leave(2, { status: "requested" }),
    leave(3, { status: "rejected" }),
  ];
  assert.deepEqual(placesOf(leaves), { ...nowhere, absent: [1], present: [2, 3], pending: [2] });
  assert.deepEqual(placesOf([leave(2, { status: "new" })]).pending, [2]);
});

Deno.test("half a day and hours off are a part of the day, two halves are all of it", () => {
  const half = { half: true, seconds: 4 * 3600 };
  const leaves = [
    leave(1, half),
    leave(2, half),
    leave(2, { ...half, id: 2, type: "sickness" }),
    leave(3, { type: "time_off", seconds: 5400 }),
  ];
  assert.deepEqual(placesOf(leaves), { ...nowhere, partly: [1, 3], absent: [2] });
  const { partly } = whoIsThere(people, leaves, day, [], "de");
  assert.deepEqual(partly.map(({ reasons }) => reasons), [
    [{ type: "holiday", label: "Urlaub", half_day: true, duration: undefined }],
    [{ type: "time_off", label: "Zeitausgleich", half_day: undefined, duration: 5400 }],
  ]);
});

Deno.test("a failed look-up is unknown, never present", () => {
  const unknown = [{ id: 2, why: "Kimai failed" }];
  assert.deepEqual(placesOf([leave(2)], unknown), { ...nowhere, present: [1, 3], unknown: [2] });
});

Deno.test("an absence of another day counts for nothing, a range for each of its days", () => {
  const yesterday = { first: "2026-11-19", last: "2026-11-19" };
  const range = { first: "2026-11-13", last: "2026-11-22", seconds: 0 };
  assert.deepEqual(placesOf([leave(1, yesterday), leave(2, range)]), {
    ...nowhere,
    present: [1, 3],
    absent: [2],
  });
});

Deno.test("the report says weekends, holidays, parts of a day and who is unknown", () => {
  const half = { type: "holiday", label: "Holiday", half_day: true as const };
  const text = attendanceText({
    date: "2026-12-26",
    weekday: "Saturday",
    weekend: true,
    holidays: [{ name: "Second Day of Christmas", group: "Germany", half_day: true }],
    of: "all users",
    present: [{ id: 1, name: "Ann" }],
    partly: [{ id: 2, name: "Bob", reasons: [half] }],
    absent: [{ id: 3, name: "Eve", reasons: [{ type: "sickness", label: "Sickness" }] }],
    pending: [{ id: 1, name: "Ann", reasons: [{ ...half, status: "requested" }] }],
    unknown: [{ id: 4, why: "Kimai failed" }],
    notes: ["something"],
  }, "en");
  assert.equal(
    text,
    [
      "Attendance Report for Saturday, 26 Dec 2026",
      "Weekend: present means no more than not absent",
      "Public holiday (half day): Second Day of Christmas (Germany)",
      "Note: something",
      "",
      "Present (1 of 4)",
      "✓ Ann (1)",
      "",
      "Present for a part of the day (1)",
      "◐ Bob (2): Holiday, half the day",
      "",
      "Absent (1)",
      "✗ Eve (3): Sickness",
      "",
      "Unknown, their absences could not be read (1)",
      "? 4: Kimai failed",
      "",
      "Asked for and not approved, so not counted as absent (1)",
      "… Ann (1): Holiday, half the day (requested)",
    ].join("\n"),
  );
});
