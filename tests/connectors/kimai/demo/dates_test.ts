import assert from "node:assert/strict";
import {
  formatHours,
  formatMoment,
  instantOf,
  offsetAt,
  parseDay,
  parseDuration,
  parseExact,
  parseMoment,
  wholeSecond,
} from "../../../../src/connectors/kimai/demo/dates.ts";

const local = (text: string, zone: string) =>
  formatMoment(instantOf(Temporal.PlainDateTime.from(text), zone), zone);

Deno.test("the hour that exists twice is read as each zone's offset at that time of UTC says", () => {
  assert.deepEqual(
    [
      local("2026-10-25T02:30", "Europe/Berlin"),
      local("2026-11-01T01:30", "America/New_York"),
      local("2026-03-29T02:30", "Europe/Berlin"),
      local("2026-03-08T02:30", "America/New_York"),
    ],
    [
      "2026-10-25T02:30:00+0100",
      "2026-11-01T01:30:00-0400",
      "2026-03-29T03:30:00+0200",
      "2026-03-08T03:30:00-0400",
    ],
  );
});

Deno.test("bodies take several shapes of a moment, queries one", () => {
  const noon = Date.parse("2026-05-04T10:00:00Z");
  const zone = "Europe/Berlin";
  for (const text of ["2026-05-04T12:00:00", "2026-05-04 12:00", "2026-05-04T06:00:00-04:00"]) {
    assert.equal(parseMoment(text, zone), noon);
  }
  assert.equal(parseExact("2026-05-04T12:00:00", zone), noon);
  assert.equal(parseExact("2026-05-04T12:00", zone), undefined);
  assert.equal(parseMoment("2026-05-32T12:00", zone), undefined);
});

Deno.test("days are taken where days are accepted", () => {
  const both = { day: true, moment: true };
  assert.equal(parseDay("2026-05-04", both), "2026-05-04");
  assert.equal(parseDay("2026-05-04T23:00:00", both), "2026-05-04");
  assert.equal(parseDay("2026-05-04", { day: false, moment: true }), undefined);
});

Deno.test("durations are clocks, units or hours", () => {
  const texts = ["1:30", "1:30:15", "90m", "1h30m", "90s", "1.5", "1,5", "2", "-1", "", "soon"];
  assert.deepEqual(texts.map(parseDuration), [
    5400,
    5415,
    5400,
    5400,
    90,
    5400,
    5400,
    7200,
    -3600,
    undefined,
    undefined,
  ]);
});

Deno.test("hours are written with minutes, instants lose their fractions", () => {
  assert.deepEqual([formatHours(5430), formatHours(-60), wholeSecond(1999)], [
    "1:30",
    "-0:01",
    1000,
  ]);
});

Deno.test("an offset is the zone's at that instant, at and around every change of clocks", () => {
  const zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"];
  const days = 400;
  for (const zone of zones) {
    const start = Temporal.Instant.from("2026-01-01T00:00:00Z");
    for (let hour = 0; hour < days * 24; hour++) {
      const at = start.add({ hours: hour });
      for (const instant of [at, at.subtract({ milliseconds: 1 })]) {
        const expected = instant.toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
        assert.equal(offsetAt(instant.epochMilliseconds, zone), expected, `${instant} ${zone}`);
      }
    }
  }
});
