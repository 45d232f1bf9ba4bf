import assert from "node:assert/strict";
import {
  isCountry,
  isCurrency,
  isLanguage,
  isTimezone,
} from "../../../../src/connectors/kimai/demo/locales.ts";

Deno.test("codes that exist and codes that do not", () => {
  assert.deepEqual(["DE", "US", "ZZ", "de", "DEU"].map(isCountry), [
    true,
    true,
    false,
    false,
    false,
  ]);
  assert.deepEqual(["EUR", "USD", "QQQ"].map(isCurrency), [true, true, false]);
  assert.deepEqual(["de", "de_AT", "xx"].map(isLanguage), [true, true, false]);
  assert.deepEqual(
    ["Europe/Berlin", "Asia/Kolkata", "UTC", "Mars/Base", "+02:00"].map(isTimezone),
    [
      true,
      true,
      true,
      false,
      false,
    ],
  );
});
