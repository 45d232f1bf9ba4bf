import assert from "node:assert/strict";
import { instantOf } from "../../../src/connectors/kimai/demo/dates.ts";
import { explainLocal } from "../../../src/connectors/kimai/local_times.ts";
import { zones } from "./date_support.ts";

function explained(local: string, zone: string): string | undefined {
  return explainLocal(Temporal.PlainDateTime.from(local), zone);
}

Deno.test("a time that does not exist is explained with the time that Kimai takes", () => {
  const rows: [string, string, string][] = [
    [
      "2026-03-29T02:30",
      "Europe/Berlin",
      "Sun 29 Mar 2026 02:30 does not exist in Europe/Berlin, where clocks move forward: Kimai takes 03:30",
    ],
    [
      "2026-03-08T02:00",
      "America/New_York",
      "Sun 8 Mar 2026 02:00 does not exist in America/New_York, where clocks move forward: Kimai takes 03:00",
    ],
    [
      "2026-10-04T02:10",
      "Australia/Lord_Howe",
      "Sun 4 Oct 2026 02:10 does not exist in Australia/Lord_Howe, where clocks move forward: Kimai takes 02:40",
    ],
    [
      "2026-09-06T00:15",
      "America/Santiago",
      "Sun 6 Sep 2026 00:15 does not exist in America/Santiago, where clocks move forward: Kimai takes 01:15",
    ],
  ];
  for (const [local, zone, sentence] of rows) assert.equal(explained(local, zone), sentence);
});

Deno.test("a time that exists twice is explained with the one that Kimai takes", () => {
  const rows: [string, string, string][] = [
    [
      "2026-10-25T02:30",
      "Europe/Berlin",
      "Sun 25 Oct 2026 02:30 exists twice in Europe/Berlin, where clocks move back: Kimai takes the second, at UTC+01:00",
    ],
    [
      "2026-11-01T01:30",
      "America/New_York",
      "Sun 1 Nov 2026 01:30 exists twice in America/New_York, where clocks move back: Kimai takes the first, at UTC-04:00",
    ],
    [
      "2026-04-05T01:45",
      "Australia/Lord_Howe",
      "Sun 5 Apr 2026 01:45 exists twice in Australia/Lord_Howe, where clocks move back: Kimai takes the second, at UTC+10:30",
    ],
    [
      "2026-04-04T23:30",
      "America/Santiago",
      "Sat 4 Apr 2026 23:30 exists twice in America/Santiago, where clocks move back: Kimai takes the first, at UTC-03:00",
    ],
  ];
  for (const [local, zone, sentence] of rows) assert.equal(explained(local, zone), sentence);
});

Deno.test("ordinary times need no explanation", () => {
  for (const zone of zones) assert.equal(explained("2026-11-20T10:00", zone), undefined, zone);
  assert.equal(explained("2026-03-29T02:30", "Asia/Kolkata"), undefined);
  assert.equal(explained("2026-03-29T01:59:59", "Europe/Berlin"), undefined);
  assert.equal(explained("2026-03-29T03:00", "Europe/Berlin"), undefined);
  assert.equal(explained("2026-10-25T01:59", "Europe/Berlin"), undefined);
  assert.equal(explained("2026-10-25T03:00", "Europe/Berlin"), undefined);
});

/** How often each local time of the hours around a change is shown by the clocks of a zone. */
function counted(change: Temporal.ZonedDateTime): Map<string, number> {
  const counts = new Map<string, number>();
  for (let minute = -240; minute < 240; minute += 5) {
    const local = change.add({ minutes: minute }).toPlainDateTime().toString();
    counts.set(local, (counts.get(local) ?? 0) + 1);
  }
  return counts;
}

function changesOf2026(zone: string): Temporal.ZonedDateTime[] {
  const first = Temporal.ZonedDateTime.from(`2026-01-01T00:00[${zone}]`).getTimeZoneTransition(
    "next",
  );
  const second = first?.getTimeZoneTransition("next");
  return [first, second].filter((change) => !!change);
}

Deno.test("around every change the clocks themselves agree, and the embedded Kimai takes what is said", () => {
  for (const change of zones.flatMap(changesOf2026)) {
    const zone = change.timeZoneId;
    const counts = counted(change);
    for (let minute = -120; minute < 120; minute += 5) {
      const local = change.toPlainDateTime().add({ minutes: minute });
      const expected =
        { 0: "does not exist", 2: "exists twice" }[counts.get(local.toString()) ?? 0];
      const sentence = explainLocal(local, zone);
      assert.equal(
        sentence?.match(/does not exist|exists twice/)?.[0],
        expected,
        `${local} ${zone}`,
      );
      if (!sentence) continue;
      const taken = Temporal.Instant.fromEpochMilliseconds(instantOf(local, zone))
        .toZonedDateTimeISO(zone);
      assert.equal(
        sentence.split(/takes (?:the first, at |the second, at |)/)[1],
        counts.has(local.toString())
          ? `UTC${taken.offset}`
          : taken.toPlainTime().toString().slice(0, 5),
      );
    }
  }
});
