import assert from "node:assert/strict";
import fc from "fast-check";
import { durationOf, readDuration } from "../../../src/connectors/kimai/durations.ts";
import { UserError } from "../../../src/mcp/errors.ts";

Deno.test("a duration is read in both languages and every spelling", () => {
  const rows: [string, number][] = [
    ["2h30m|2h 30m|2 h 30 min|2:30|02:30|2:30h|2:30 Std|2,5h|2.5 hours|2,5 Stunden|150min", 9000],
    ["2 hours and 30 minutes|2 Stunden und 30 Minuten|2 Std. 30 Min.|2 hours, 30 minutes", 9000],
    ["2h30|2h 30|PT2H30M|150 minutes|zweieinhalb Stunden|2:30:00|two hours 30 minutes", 9000],
    [
      "90min|90 minutes|90 Minuten|90m|1:30|1,5h|1.5 Std|anderthalb Stunden|eineinhalb Stunden",
      5400,
    ],
    ["2h|2 hours|2 Stunden|zwei Stunden|two hours|2:00|2 hrs|2 Std.|120 MIN|  2   H ", 7200],
    ["1h 15|1h15|1 hour 15|1:15|75 min|1,25h|eine Stunde 15 Minuten|an hour and 15 minutes", 4500],
    ["45m|45 min|0:45|0,75h|Dreiviertelstunde|three quarters of an hour", 2700],
    ["0:15|15min|quarter of an hour|eine Viertelstunde|Viertelstunde", 900],
    ["half an hour|half hour|eine halbe Stunde|halbe Stunde|30 minutes|0.5h", 1800],
    ["30s|30 sec|30 seconds|30 Sekunden|0:00:30", 30],
    ["1h 5s|1:00:05|1 Stunde 5 Sekunden", 3605],
    ["1:30:15|1h 30m 15s|90m 15s", 5415],
    ["zwölf Minuten|zwoelf minuten|twelve minutes", 720],
    ["2.33h", 8388],
    ["0:00|0h", 0],
    ["100:00|100h", 360_000],
  ];
  for (const [spellings, seconds] of rows) {
    for (const text of spellings.split("|")) assert.equal(readDuration(text), seconds, text);
  }
});

Deno.test("a refusal says what is missing and shows what can be read", () => {
  const rows = {
    "90": "a number alone may be hours or minutes; ",
    "1,5": "a number alone may be hours or minutes; ",
    "1d": "a day, a week, a month and a year have no fixed number of working hours; ",
    "2 Wochen": "a day, a week, a month and a year have no fixed number of working hours; ",
    "-1h": "a duration is not below zero; ",
    "foo": "",
    "": "",
    "1:75": "",
    "1h 90m": "",
    "1.5h 30m": "",
    "20 min 7": "",
    "1.000 min": "",
    "8 Uhr": "",
    "h": "",
    "half": "",
    "halfhour": "",
    "1:": "",
  };
  for (const [text, why] of Object.entries(rows)) {
    assert.throws(() => readDuration(text), {
      name: "UserError",
      message: `Cannot read "${text}" as a duration: ${why}write 1:30, 2h30m or 90min`,
    });
  }
});

Deno.test("every duration survives being written in any form", () => {
  const pad = (number: number) => String(number).padStart(2, "0");
  fc.assert(
    fc.property(fc.nat(999), fc.nat(59), fc.nat(59), (hours, minutes, seconds) => {
      const whole = hours * 3600 + minutes * 60;
      const forms: [string, number][] = [
        [`${hours}:${pad(minutes)}`, whole],
        [`${hours}h${minutes}m`, whole],
        [`${hours}h ${minutes}`, whole],
        [`${hours} hours and ${minutes} minutes`, whole],
        [`${hours} STUNDEN,  ${minutes} Minuten`, whole],
        [`${hours * 60 + minutes}min`, whole],
        [`${hours}:${pad(minutes)}:${pad(seconds)}`, whole + seconds],
        [`${hours}h${minutes}m${seconds}s`, whole + seconds],
        [`PT${hours}H${minutes}M${seconds}S`, whole + seconds],
        [`${hours}.${pad(minutes)}h`, Math.round((hours * 100 + minutes) * 36)],
        [`${hours},${pad(minutes)} Std.`, Math.round((hours * 100 + minutes) * 36)],
      ];
      for (const [text, expected] of forms) assert.equal(readDuration(text), expected, text);
    }),
  );
});

Deno.test("whatever is written gives seconds or a sentence", () => {
  const pieces = fc.constantFrom(
    ..."1|2,5|30|:|h|min|Std.|und|and|half|eine|d|-|s| |PT|stunde".split("|"),
  );
  const text = fc.oneof(
    fc.array(pieces, { maxLength: 8 }).map((all) => all.join("")),
    fc.array(pieces, { maxLength: 8 }).map((all) => all.join(" ")),
    fc.string({ unit: "grapheme", maxLength: 120 }),
  );
  fc.assert(fc.property(text, (text) => {
    try {
      const seconds = readDuration(text);
      assert(Number.isSafeInteger(seconds) && seconds >= 0, text);
    } catch (error) {
      assert(error instanceof UserError, String(error));
    }
  }));
});

Deno.test("what is no duration is left to others", () => {
  assert.equal(durationOf("90min"), 5400);
  assert.equal(durationOf("monday"), undefined);
});
