import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Dimension,
  groupLeaves,
  hundredthsOf,
  type Leave,
  leaveDays,
  leaveOf,
  overviewOf,
  split,
  sumsOf,
  topGroups,
} from "../../../../src/connectors/kimai/statistics/absences.ts";

const full = 8 * 3600;
const leave = (more: Partial<Leave> = {}): Leave => {
  const first = more.first ?? "2026-03-02";
  const base = { id: 1, person: { id: 1, name: "Ann" }, type: "holiday", status: "approved" };
  return { ...base, half: false, seconds: full, last: first, ...more, first };
};

const dayNumber = fc.integer({ min: 0, max: 4000 });
const dayOf = (number: number) => Temporal.PlainDate.from("2020-01-01").add({ days: number });

Deno.test("parts tile a range without gap or overlap, none over 30 days, none over a year's end", () => {
  fc.assert(fc.property(dayNumber, fc.integer({ min: 0, max: 900 }), (from, length) => {
    const [begin, end] = [dayOf(from), dayOf(from + length)];
    const parts = split(begin, end);
    let next = begin;
    for (const part of parts) {
      assert(part.begin.equals(next), `${part.begin} does not follow`);
      const days = part.begin.until(part.end).days + 1;
      assert(days >= 1 && days <= 30, `${days} days`);
      assert.equal(part.begin.year, part.end.year);
      next = part.end.add({ days: 1 });
    }
    assert(parts.at(-1)!.end.equals(end));
    // As few as there can be: a part ends at its 30th day, at New Year's Eve, or at the end.
    for (const part of parts.slice(0, -1)) {
      const isFull = part.begin.until(part.end).days === 29;
      assert(isFull || part.end.toString().endsWith("12-31"));
    }
  }));
});

Deno.test("the reference's worked examples of splitting", () => {
  const cases: [string, string, string[]][] = [
    ["2025-09-01", "2025-11-29", ["09-01..09-30", "10-01..10-30", "10-31..11-29"]],
    ["2026-12-20", "2027-01-05", ["12-20..12-31", "01-01..01-05"]],
    ["2026-12-31", "2027-01-01", ["12-31..12-31", "01-01..01-01"]],
    ["2025-09-01", "2026-03-31", [
      "09-01..09-30",
      "10-01..10-30",
      "10-31..11-29",
      "11-30..12-29",
      "12-30..12-31",
      "01-01..01-30",
      "01-31..03-01",
      "03-02..03-31",
    ]],
    ["2026-02-01", "2026-03-02", ["02-01..03-02"]],
  ];
  for (const [begin, end, parts] of cases) {
    const made = split(Temporal.PlainDate.from(begin), Temporal.PlainDate.from(end));
    const short = made.map((part) => `${`${part.begin}`.slice(5)}..${`${part.end}`.slice(5)}`);
    assert.deepEqual(short, parts);
  }
});

Deno.test("a record is read as Kimai answers it, a range and an id alone included", () => {
  const user = { id: 3, username: "lena", alias: "Lena" };
  const record = { id: 7, user, date: "2026-08-03T00:00:00+0200", type: "holiday" };
  assert.deepEqual(leaveOf(record, { id: 3 }), {
    id: 7,
    person: { id: 3, name: "Lena" },
    type: "holiday",
    status: "new",
    first: "2026-08-03",
    last: "2026-08-03",
    half: false,
    seconds: 0,
    comment: undefined,
  });
  const range = { ...record, user: 3, endDate: "2026-08-05T00:00:00+0200", halfDay: true };
  const { person, last, half } = leaveOf(range, { id: 3, name: "L" });
  assert.deepEqual([person, last, half], [{ id: 3, name: "L" }, "2026-08-05", true]);
});

Deno.test("half days count half, hours off count against eight hours, ranges by their days", () => {
  const cases: [Partial<Leave>, number][] = [
    [{}, 100],
    [{ seconds: 0 }, 100],
    [{ half: true, seconds: 0 }, 50],
    [{ half: true, seconds: full / 2 }, 50],
    // Six hours are a whole day of somebody who works six.
    [{ seconds: 6 * 3600 }, 100],
    [{ type: "time_off", seconds: 5400 }, 19],
    [{ type: "time_off", seconds: 2 * full }, 100],
    [{ last: "2026-03-04", seconds: 0 }, 300],
    [{ last: "2026-03-08", seconds: 5 * full }, 500],
    [{ last: "2026-03-03", half: true, seconds: 0 }, 100],
  ];
  for (const [more, hundredths] of cases) {
    assert.equal(hundredthsOf(leave(more)), hundredths, JSON.stringify(more));
  }
});

Deno.test("a range is spread over the months it touches", () => {
  const range = leave({ first: "2026-01-30", last: "2026-02-03", seconds: 3 * full });
  const months = groupLeaves(leaveDays([range]), "month");
  // Friday, then Monday and Tuesday: three days of eight hours are working days.
  assert.deepEqual(months.map(({ name, days }) => [name, days]), [["2026-01", 1], ["2026-02", 2]]);
  const every = groupLeaves(leaveDays([{ ...range, seconds: 5 * full }]), "month");
  assert.deepEqual(every.map(({ name, days }) => [name, days]), [["2026-01", 2], ["2026-02", 3]]);
});

Deno.test("only the days of the period count", () => {
  const period = {
    begin: Temporal.PlainDate.from("2026-02-01"),
    end: Temporal.PlainDate.from("2026-02-28"),
  };
  const leaves = [
    leave({ first: "2026-01-30", last: "2026-02-03", seconds: 0 }),
    leave({ id: 2, first: "2026-03-01" }),
  ];
  assert.deepEqual(sumsOf(leaveDays(leaves, period)), { days: 3, duration: 0, entries: 1 });
});

Deno.test("groups have people, shares and an order", () => {
  const days = leaveDays([
    leave(),
    leave({ id: 2, first: "2026-03-03", type: "sickness" }),
    leave({ id: 3, person: { id: 2, name: "Bob" }, first: "2026-04-01", half: true }),
  ]);
  assert.deepEqual(groupLeaves(days, "type"), [
    { name: "holiday", days: 1.5, duration: 2 * full, entries: 2, people: 2, share: 60 },
    { name: "sickness", days: 1, duration: full, entries: 1, people: 1, share: 40 },
  ]);
  assert.deepEqual(groupLeaves(days, "user").map(({ id, name, days }) => [id, name, days]), [
    [1, "Ann", 2],
    [2, "Bob", 0.5],
  ]);
  assert.deepEqual(groupLeaves(days, "month").map(({ name }) => name), ["2026-03", "2026-04"]);
  assert.deepEqual(overviewOf(days), {
    days: 2.5,
    duration: 3 * full,
    entries: 3,
    people: 2,
    average_days: 1.25,
  });
  assert.equal(overviewOf([]).average_days, 0);
});

const leaves = fc.array(
  fc.record({
    person: fc.integer({ min: 1, max: 4 }),
    type: fc.constantFrom("holiday", "sickness", "time_off", "other"),
    status: fc.constantFrom("new", "approved"),
    from: dayNumber,
    length: fc.integer({ min: 0, max: 70 }),
    half: fc.boolean(),
    seconds: fc.integer({ min: 0, max: 400_000 }),
  }),
  { maxLength: 20 },
).map((all) =>
  all.map(({ person, from, length, ...rest }, id): Leave => ({
    ...rest,
    id,
    person: { id: person },
    first: dayOf(from).toString(),
    last: dayOf(from + length).toString(),
  }))
);

Deno.test("every grouping adds up to the total, in days, seconds, entries and shares", () => {
  fc.assert(fc.property(leaves, fc.integer({ min: 1, max: 5 }), (all, count) => {
    const days = leaveDays(all);
    const total = sumsOf(days);
    const whole = all.reduce((sum, one) => sum + hundredthsOf(one), 0);
    assert.equal(Math.round(total.days * 100), whole);
    assert.equal(total.duration, all.reduce((sum, one) => sum + one.seconds, 0));
    assert.equal(total.entries, all.length);
    for (const dimension of ["type", "user", "month", "status"] satisfies Dimension[]) {
      const groups = groupLeaves(days, dimension);
      for (const some of [groups, topGroups(groups, count)]) {
        const sum = (value: (one: typeof some[number]) => number) =>
          some.reduce((all, one) => all + value(one), 0);
        assert.equal(sum((one) => Math.round(one.days * 100)), whole, dimension);
        assert.equal(sum((one) => one.duration), total.duration, dimension);
        assert.equal(sum((one) => one.entries), total.entries, dimension);
        assert.equal(Math.round(sum((one) => one.share) * 10), whole === 0 ? 0 : 1000, dimension);
      }
    }
  }));
});
