import assert from "node:assert/strict";
import { dayName, periodName } from "../../../src/connectors/kimai/dates.ts";
import {
  dayNameIn,
  decimalText,
  languageOf,
  percentText,
  periodIn,
  whoseIn,
  wordings,
} from "../../../src/connectors/kimai/wording.ts";

Deno.test("German is spoken to whose Kimai is German, English to all others", () => {
  for (const language of ["de", "de_CH", "de-AT", "DE"]) {
    assert.equal(languageOf({ language }), "de", language);
  }
  for (const language of ["en", "fr", "den", undefined]) {
    assert.equal(languageOf({ language }), "en", language);
  }
  assert.equal(languageOf({ locale: "de_AT" }), "de");
  assert.equal(languageOf({ language: "en", locale: "de" }), "en");
});

Deno.test("every weekday and month has its German name", () => {
  const days = ["2026-03-02", "2026-05-05", "2026-10-07", "2026-12-03", "2026-11-20", "2026-08-01"];
  assert.deepEqual(days.map((day) => dayNameIn("de", day)), [
    "Mo 2. Mär 2026",
    "Di 5. Mai 2026",
    "Mi 7. Okt 2026",
    "Do 3. Dez 2026",
    "Fr 20. Nov 2026",
    "Sa 1. Aug 2026",
  ]);
  assert.equal(dayNameIn("de", "2026-11-22"), "So 22. Nov 2026");
  assert.equal(dayNameIn("en", "2026-11-22"), dayName("2026-11-22"));
});

Deno.test("periods are named in German as well", () => {
  const begin = Temporal.PlainDateTime.from("2026-11-16T00:00:00");
  const end = Temporal.PlainDateTime.from("2026-11-22T23:59:59");
  assert.equal(periodIn("de", periodName(begin, end)), "Mo 16. Nov 2026 - So 22. Nov 2026");
  assert.equal(periodIn("de", periodName(begin)), "ab Mo 16. Nov 2026");
  assert.equal(
    periodIn("de", periodName(undefined, end.subtract({ hours: 5 }))),
    "bis So 22. Nov 2026 18:59",
  );
  assert.equal(periodIn("de", periodName()), "gesamte Zeit");
  assert.equal(periodIn("en", periodName()), "all time");
});

Deno.test("whose something is reads in German where it is no name", () => {
  const labels = ["current user", "all users", "user 5", "user (4)", "team Web (1)", "Ann (7)"];
  assert.deepEqual(labels.map((of) => whoseIn("de", of)), [
    "eigene",
    "alle Personen",
    "Person 5",
    "user (4)",
    "Team Web (1)",
    "Ann (7)",
  ]);
  assert.deepEqual(labels.map((of) => whoseIn("en", of)), labels);
});

Deno.test("numbers have the comma that German has", () => {
  assert.deepEqual([decimalText(1.5, wordings.en), decimalText(1.5, wordings.de)], ["1.5", "1,5"]);
  assert.deepEqual([percentText(62.5, wordings.de), percentText(40, wordings.en)], [
    "62,5 %",
    "40 %",
  ]);
});
