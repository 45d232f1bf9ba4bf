import assert from "node:assert/strict";
import fc from "fast-check";
import { freshnessOf } from "../../src/oauth/freshness.ts";

const noon = Date.UTC(2026, 0, 1, 12) / 1000;
const httpDate = (seconds: number) => new Date(seconds * 1000).toUTCString();
const fresh = (headers: Record<string, string>) => freshnessOf(new Headers(headers), noon);

Deno.test("D7: the time is what Cache-Control says, for shared caches first, less the age", () => {
  assert.equal(fresh({ "Cache-Control": "max-age=600" }), 600);
  assert.equal(fresh({ "Cache-Control": "public, MAX-AGE=600 , s-maxage=900" }), 900);
  assert.equal(fresh({ "Cache-Control": 'max-age="600"' }), 600);
  assert.equal(fresh({ "Cache-Control": "max-age=600", Age: "100" }), 500);
  assert.equal(fresh({ "Cache-Control": "max-age=600", Age: "1000" }), 0);
  assert.equal(fresh({ "Cache-Control": "max-age=600, max-age=9" }), 600);
});

Deno.test("D7: no-store, no-cache and what is no number are no time at all", () => {
  for (
    const value of ["no-store", "max-age=600, no-cache", "max-age=x", "max-age=-1", "max-age="]
  ) {
    assert.equal(fresh({ "Cache-Control": value }), 0, value);
  }
});

Deno.test("D7: else it is what Expires says, by the sender's clock", () => {
  const [date, expires] = [httpDate(noon - 5000), httpDate(noon - 4000)];
  assert.equal(fresh({ Date: date, Expires: expires }), 1000);
  assert.equal(fresh({ Expires: httpDate(noon + 60) }), 60);
  assert.equal(fresh({ Expires: httpDate(noon - 60) }), 0);
  assert.equal(fresh({ Expires: "0" }), 0);
  assert.equal(fresh({ "Cache-Control": "max-age=5", Expires: httpDate(noon + 60) }), 5);
});

Deno.test("D7: where nothing is said, nothing is known", () => {
  assert.equal(fresh({}), undefined);
  assert.equal(fresh({ "Cache-Control": "public", Age: "5" }), undefined);
});

Deno.test("property: any headers give seconds from 0 on, or nothing", () => {
  const value = fc.oneof(
    fc.string().filter((text) => /^[\x20-\x7e]*$/.test(text)),
    fc.constantFrom("max-age=", "s-maxage=99999999999999", "no-store", httpDate(noon)),
  );
  const headers = fc.dictionary(fc.constantFrom("Cache-Control", "Age", "Expires", "Date"), value);
  fc.assert(fc.property(headers, (given) => {
    const seconds = fresh(given);
    assert(seconds === undefined || (Number.isFinite(seconds) && seconds >= 0), String(seconds));
  }));
});
