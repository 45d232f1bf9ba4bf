import assert from "node:assert/strict";
import {
  calendarUnits,
  fold,
  fractionWords,
  months,
  numberWords,
  periodUnits,
  relativeDays,
  weekdays,
  whiches,
} from "../../../src/connectors/kimai/date_vocabulary.ts";

Deno.test("case, accents, umlaut spelling, blanks and kinds of dashes do not matter", () => {
  const alike = ["Nächste  Woche – März", "NAECHSTE WOCHE - MAERZ", " nachste\twoche — marz "];
  assert.deepEqual(new Set(alike.map(fold)), new Set(["nachste woche - marz"]));
  assert.equal(fold("Dreißig"), "dreissig");
});

Deno.test("every word is found by its folded spelling", () => {
  assert.equal(weekdays.of(fold("Sonnabend")), 6);
  assert.equal(months.of(fold("Jänner")), 1);
  assert.equal(relativeDays.of(fold("Übermorgen")), 2);
  assert.equal(whiches.of(fold("übernächster")), 2);
  assert.equal(whiches.of("letzten"), -1);
  assert.equal(calendarUnits.of("tagen"), "day");
  assert.equal(periodUnits.of("quartal"), "quarter");
  assert.equal(numberWords.of(fold("fünf")), 5);
  assert.equal(fractionWords.of("anderthalb"), 1.5);
});

Deno.test("what the runtime calls weekdays and months is understood", () => {
  for (const locale of ["en-US", "en-GB", "de-DE", "de-AT"]) {
    for (let number = 1; number <= 12; number++) {
      const day = Temporal.PlainDate.from({ year: 2026, month: number, day: 1 });
      for (const style of ["long", "short"] as const) {
        const month = fold(day.toLocaleString(locale, { month: style }).replace(".", ""));
        assert.equal(months.of(month), number, month);
        const weekday = fold(day.toLocaleString(locale, { weekday: style }).replace(".", ""));
        assert.equal(weekdays.of(weekday), day.dayOfWeek, weekday);
      }
    }
  }
});
