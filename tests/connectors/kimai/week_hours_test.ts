import assert from "node:assert/strict";
import { weekHours } from "../../../src/connectors/kimai/week_hours.ts";
import { kindOf } from "../../../src/settings/table.ts";

const hour = 3600;
const type = weekHours();

Deno.test("the hours of a week are those of Monday to Friday, each day alike", () => {
  assert.deepEqual(type.parse("40"), [8, 8, 8, 8, 8, 0, 0].map((hours) => hours * hour));
  assert.deepEqual(type.parse("38.5")?.slice(0, 2), [27_720, 27_720]);
});

Deno.test("seven numbers are the hours of each day from Monday on", () => {
  assert.deepEqual(
    type.parse("8,8, 8,7.75,6,0,0"),
    [28_800, 28_800, 28_800, 27_900, 21_600, 0, 0],
  );
});

Deno.test("unset, nothing is expected", () => {
  assert.equal(type.parse(undefined), undefined);
  assert.equal(kindOf({ type, help: "" }).placeholder, "HOURS");
});

Deno.test("anything else is refused with what to write", () => {
  for (const text of ["", "0", "forty", "8,8,8", "-8", "125", "25,0,0,0,0,0,0", "0,0,0,0,0,0,0"]) {
    const { success, error } = type.safeParse(text);
    assert.equal(success, false, text);
    assert.match(error!.issues[0].message, /^give the hours of a week, such as 40, or of its days/);
  }
});
