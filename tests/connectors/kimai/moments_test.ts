import assert from "node:assert/strict";
import fc from "fast-check";
import { instantOf } from "../../../src/connectors/kimai/dates.ts";
import { day, moment, zone } from "../../../src/connectors/kimai/moments.ts";

const nonsense = ["", "x", "\ud800", "2026-13-01", "2026-02-30T09:00:00+0100", "0", "now"];

Deno.test("times of Kimai pass as they are, and nonsense does not", () => {
  for (
    const text of [
      "2026-11-20T09:00:00+0100",
      "2026-10-31T23:59:59-0330",
      "2024-02-29T00:00:00+0000",
    ]
  ) {
    assert.equal(moment.parse(text), text);
  }
  for (const text of [...nonsense, "2026-11-20T24:01:00+0100", "2026-11-20T09:00:00"]) {
    assert.equal(moment.safeParse(text).success, false, text);
  }
});

Deno.test("a time that passes can be read as an instant", () => {
  const digits = fc.array(fc.nat(99), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(
      digits,
      fc.constantFrom("+0100", "-03:30", "+2359", "Z", "+1960"),
      (parts, offset) => {
        const [century, month, date, hour, minute, second] = parts.map((part) =>
          `${part}`.padStart(2, "0")
        );
        const text = `${century}26-${month}-${date}T${hour}:${minute}:${second}${offset}`;
        if (moment.safeParse(text).success) instantOf(text);
      },
    ),
    { numRuns: 2000 },
  );
});

Deno.test("days pass with and without a time, and zones that are known", () => {
  for (const text of ["2026-11-20", "2026-11-20T00:00:00+0100"]) {
    assert.equal(day.parse(text), text);
  }
  for (const text of nonsense.filter((one) => !one.includes("T"))) {
    assert.equal(day.safeParse(text).success, false, text);
  }
  for (const text of ["Europe/Berlin", "UTC"]) assert.equal(zone.parse(text), text);
  for (const text of ["", "x", "Europe/Atlantis", "\ud800"]) {
    assert.equal(zone.safeParse(text).success, false, text);
  }
});
