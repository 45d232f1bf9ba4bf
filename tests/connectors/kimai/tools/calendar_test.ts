import assert from "node:assert/strict";
import { type KimaiTestOptions, withKimai } from "../../../support/kimai.ts";

const withPlugin = (options: KimaiTestOptions = {}) =>
  withKimai({ workContracts: true, ...options });

Deno.test("public holidays are shown as dates, the end day included (B-18)", async () => {
  await using test = await withPlugin();
  const filters = { begin: "2026-12-01", end: "2026-12-25" };
  const { text, structured } = await test.call("calendar", { type: "holidays", filters });
  assert.equal(
    text,
    "Found 1 holiday event(s) (Tue 1 Dec 2026 - Fri 25 Dec 2026):\nFri 25 Dec 2026: Christmas Day",
  );
  const { result } = structured as { result: { events: unknown } };
  assert.deepEqual(JSON.parse(JSON.stringify(result.events)), [{
    title: "Christmas Day",
    start: "2026-12-25",
  }]);
  assert(test.requests.includes(
    "GET /public-holidays/calendar?begin=2026-12-01T00%3A00%3A00&end=2026-12-25T23%3A59%3A59&language=en",
  ));
});

Deno.test("absences of a day are found by that day as begin and end (B-18)", async () => {
  await using test = await withPlugin({ user: "super" });
  await test.kimai("/absences/4/confirm", "super", { method: "PATCH" });
  const filters = { user: "5", begin: "2026-11-27", end: "2026-11-27" };
  const { text } = await test.call("calendar", { type: "absences", filters });
  assert.equal(
    text,
    "Found 1 absence event(s) for user user2 (5) (Fri 27 Nov 2026):\nFri 27 Nov 2026: Holiday",
  );
  const own = await test.call("calendar", { type: "absences" });
  assert.equal(own.text, "No absences found for current user (all time)");
});

Deno.test("whole days are dates, their end is the last one of them; times are local", async () => {
  const event = (title: string, start: string, end: string | null, allDay: boolean) => ({
    title,
    allDay,
    color: "#f00",
    textColor: null,
    start: `2026-02-${start}+0100`,
    end: end && `2026-02-${end}+0100`,
  });
  const events = [
    event("Trip", "15T00:00:00", "18T00:00:00", true),
    event("Day", "15T00:00:00", "15T00:00:00", true),
    event("Till late", "15T00:00:00", "16T23:59:59", true),
    event("Doctor", "15T09:30:00", "15T11:00:00", false),
  ];
  await using test = await withPlugin({
    intercept: (request, next) =>
      request.url.includes("calendar") ? Promise.resolve(Response.json(events)) : next(),
  });
  const { text, structured } = await test.call("calendar", { type: "absences" });
  const { result } = structured as { result: { events: unknown } };
  assert.deepEqual(JSON.parse(JSON.stringify(result.events)), [
    { title: "Trip", start: "2026-02-15", end: "2026-02-17" },
    { title: "Day", start: "2026-02-15" },
    { title: "Till late", start: "2026-02-15", end: "2026-02-16" },
    { title: "Doctor", start: "2026-02-15T09:30", end: "2026-02-15T11:00" },
  ]);
  assert.match(text, /^Sun 15 Feb 2026 - Tue 17 Feb 2026: Trip$/m);
  assert.match(text, /^Sun 15 Feb 2026 09:30 - Sun 15 Feb 2026 11:00: Doctor$/m);
});

Deno.test("a missing plugin and a missing permission are said in a sentence", async () => {
  for (const type of ["absences", "holidays"]) {
    await using test = await withKimai();
    assert.match(
      await test.refusal("calendar", { type }),
      /^This Kimai has no absences and no public holidays: .*WorkContractBundle/,
    );
  }
  await using test = await withPlugin();
  assert.match(
    await test.refusal("calendar", { type: "absences", filters: { user: 5 } }),
    /^Cannot read these absences: Kimai forbids it, .*contract_other_profile/,
  );
});

Deno.test("what is wrong is refused by name, before anything is sent", async () => {
  await using test = await withPlugin();
  const refusals: [Record<string, unknown>, RegExp][] = [
    [{}, /"type" is missing/],
    [{ type: "birthdays" }, /"type" is "birthdays"/],
    [{ type: "holidays", filters: { begin: "2026-12-32" } }, /"filters\.begin" is "2026-12-32"/],
    [
      { type: "holidays", filters: { begin: "2026-12-26", end: "2026-12-25" } },
      /^Cannot show the calendar from 2026-12-26 to 2026-12-25: the end is before the begin$/,
    ],
  ];
  for (const [args, sentence] of refusals) {
    assert.match(await test.refusal("calendar", args), sentence);
  }
  assert.deepEqual(test.requests, []);
});

Deno.test("a day in words that has a time is refused with a sentence that quotes it", async () => {
  await using test = await withPlugin();
  const filters = { begin: "-20min" };
  assert.equal(
    await test.refusal("calendar", { type: "absences", filters }),
    `Cannot use "-20min": a day is wanted, such as 2026-11-20, without a time (in filters.begin)`,
  );
});

Deno.test("a user beside public holidays is ignored, and that is told", async () => {
  await using test = await withKimai({ workContracts: true });
  const filters = { user: 5, begin: "2026-12-25", end: "2026-12-25" };
  const { text } = await test.call("calendar", { type: "holidays", filters });
  assert.equal(
    text,
    [
      "Found 1 holiday event(s) (Fri 25 Dec 2026):",
      "Note: ignored: user (of no use for public holidays)",
      "Fri 25 Dec 2026: Christmas Day",
    ].join("\n"),
  );
  assert(!test.requests.some((request) => request.includes("user=5")));
});
