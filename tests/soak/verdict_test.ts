import assert from "node:assert/strict";
import { courseOf, type Point } from "./verdict.ts";

/** A look every ten seconds for 20 minutes, with a value for each. */
function looks(valueAt: (seconds: number) => number, seconds = 1200): Point[] {
  return Array.from({ length: seconds / 10 + 1 }, (_, look) => {
    const at = 100 + look * 10;
    return { at, calls: look * 500, value: valueAt(look * 10) };
  });
}

const allowance = { share: 0.1, least: 5 };
const noise = (seconds: number) => (seconds * 7919) % 13 - 6;

Deno.test("what goes up and down around one value is flat", () => {
  const course = courseOf(looks((at) => 100 + noise(at)), allowance);
  assert.equal(course.verdict, "flat");
  assert(Math.abs(course.gained) <= 1, `${course.gained}`);
});

Deno.test("what grows all the time is told with its slopes, an hour and a thousand calls", () => {
  const course = courseOf(looks((at) => 100 + at / 36), allowance);
  assert.equal(course.verdict, "GROWS");
  assert.equal(Math.round(course.perHour), 100);
  assert.equal(Math.round(course.perThousand * 1000) / 1000, Math.round(20 / 36 * 1000) / 1000);
});

Deno.test("what grows only in the first quarter of a process is its beginning", () => {
  assert.equal(courseOf(looks((at) => Math.min(at, 300)), allowance).verdict, "flat");
});

Deno.test("a few busy moments at the end are no growth", () => {
  const course = courseOf(looks((at) => at > 1150 ? 500 : 100), allowance);
  assert.deepEqual([course.verdict, course.gained, course.last], ["flat", 0, 500]);
});

Deno.test("a process of three minutes tells nothing, and neither does what could not be measured", () => {
  assert.equal(courseOf(looks((at) => at, 180), allowance).verdict, "too short");
  assert.equal(courseOf(looks(() => NaN), allowance).verdict, "-");
});
