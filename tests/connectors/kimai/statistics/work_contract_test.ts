import assert from "node:assert/strict";
import fc from "fast-check";
import {
  contractOf,
  expectedSeconds,
} from "../../../../src/connectors/kimai/statistics/work_contract.ts";

const hour = 3600;
const preference = (name: string, value: string | null) => ({ name, value });
const partTime = [
  preference("work_monday", `${8 * hour}`),
  preference("work_wednesday", `${4 * hour}`),
];
const week = [8 * hour, 0, 4 * hour, 0, 0, 0, 0];

Deno.test("a contract has the seconds of each weekday, and the days it holds for", () => {
  assert.deepEqual(contractOf([preference("work_contract_type", "day"), ...partTime]), {
    week,
    first: undefined,
    last: undefined,
  });
  const limits = [preference("work_start_day", "2026-02-01"), preference("work_last_day", null)];
  assert.deepEqual(contractOf([...partTime, ...limits]), {
    week,
    first: "2026-02-01",
    last: undefined,
  });
});

Deno.test("the hours of a week are spread over its working days", () => {
  const agreed = [
    preference("work_contract_type", "week"),
    preference("hours_per_week", `${30 * hour}`),
  ];
  const days = (text: string | null) =>
    contractOf([...agreed, preference("work_days_week", text)])?.week;
  assert.deepEqual(days(null), [6, 6, 6, 6, 6, 0, 0].map((hours) => hours * hour));
  assert.deepEqual(days("2,3,6"), [0, 10, 10, 0, 0, 10, 0].map((hours) => hours * hour));
  const uneven = contractOf([...agreed, preference("work_days_week", "1,2,3,4,5,6,7")])!;
  assert.equal(expectedSeconds(uneven, "2026-11-16", "2026-11-22"), 30 * hour);
  assert.equal(expectedSeconds(uneven, "2026-11-16", "2026-11-16"), Math.round(30 * hour / 7));
});

Deno.test("without a contract nothing is expected, least of all eight hours a day (B-14)", () => {
  assert.equal(contractOf([]), undefined);
  assert.equal(contractOf([preference("work_contract_type", "none"), ...partTime]), undefined);
  assert.equal(contractOf([preference("work_contract_type", "week"), ...partTime]), undefined);
  const zeros = [preference("work_contract_type", "day"), preference("work_monday", "0")];
  assert.equal(contractOf(zeros), undefined);
});

Deno.test("hours to be worked are those of the days from first to last", () => {
  // 16 November 2026 is a Monday.
  assert.equal(expectedSeconds({ week }, "2026-11-16", "2026-11-16"), 8 * hour);
  assert.equal(expectedSeconds({ week }, "2026-11-17", "2026-11-24"), 12 * hour);
  assert.equal(expectedSeconds({ week }, "2026-11-16", "2026-12-06"), 36 * hour);
  assert.equal(expectedSeconds({ week }, "2026-11-20", "2026-11-16"), 0);
});

Deno.test("days before and after the contract are free", () => {
  const contract = { week, first: "2026-11-18", last: "2026-11-22" };
  assert.equal(expectedSeconds(contract, "2026-11-01", "2026-12-31"), 4 * hour);
  assert.equal(expectedSeconds(contract, "2026-12-01", "2026-12-31"), 0);
});

Deno.test("two periods that meet expect what the whole expects", () => {
  const first = Temporal.PlainDate.from("2024-02-20");
  const days = fc.integer({ min: 0, max: 500 });
  fc.assert(fc.property(days, days, (one, other) => {
    const middle = first.add({ days: one });
    const end = middle.add({ days: other + 1 });
    const whole = expectedSeconds({ week }, `${first}`, `${end}`);
    const before = expectedSeconds({ week }, `${first}`, `${middle}`);
    assert.equal(
      before + expectedSeconds({ week }, `${middle.add({ days: 1 })}`, `${end}`),
      whole,
    );
  }));
});
