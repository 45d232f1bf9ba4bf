import assert from "node:assert/strict";
import fc from "fast-check";
import { durationIn, relativeIn, tongueFor } from "../../src/oauth/languages.ts";

for (
  const [header, language] of [
    [undefined, "en"],
    ["", "en"],
    ["de", "de"],
    ["de-CH", "de"],
    ["DE-at;q=0.9, en;q=0.8", "de"],
    ["en-GB,en;q=0.9,de;q=0.8", "en"],
    ["fr,de;q=0.5,en;q=0.4", "de"],
    ["en;q=0.1,de;q=0.2", "de"],
    ["en;q=0,de;q=0.001", "de"],
    ["de;q=0", "en"],
    ["de;q=x,en", "en"],
    ["den, deu", "en"],
    ["*", "en"],
    ["fr", "en"],
  ] as const
) {
  Deno.test(`a browser that wants ${JSON.stringify(header)} gets ${language}`, () => {
    assert.equal(tongueFor(header).language, language);
  });
}

Deno.test("whatever a browser wants, it gets a language", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (header) => {
    assert(["en", "de"].includes(tongueFor(header).language));
  }));
});

Deno.test("every text is there in both languages, and different unless it is a name", () => {
  const [english, german] = [tongueFor("en").words, tongueFor("de").words];
  assert.deepEqual(Object.keys(german), Object.keys(english));
  const same = Object.entries(english).filter(([key, text]) =>
    typeof text === "string" && text === german[key as keyof typeof german]
  );
  assert.deepEqual(same.map(([key]) => key), ["product"]);
});

Deno.test("durations are said in the largest unit that fits", () => {
  const said = [90 * 86_400, 86_400, 8 * 3600, 600, 1].map((seconds) => durationIn("en", seconds));
  assert.deepEqual(said, ["90 days", "1 day", "8 hours", "10 minutes", "1 second"]);
  assert.equal(durationIn("de", 30 * 86_400), "30 Tage");
});

Deno.test("moments are said as people say them", () => {
  const now = 1_800_000_000;
  const said = [0, -59, -3600, -86_400, 89 * 86_400].map((away) =>
    relativeIn("en", now + away, now)
  );
  assert.deepEqual(said, ["now", "59 seconds ago", "1 hour ago", "yesterday", "in 89 days"]);
  assert.equal(relativeIn("de", now - 2 * 86_400, now), "vorgestern");
});
