import assert from "node:assert/strict";
import {
  count,
  countOf,
  group,
  readerOf,
  year,
} from "../../../src/connectors/kimai/date_grammar.ts";
import { weekdays } from "../../../src/connectors/kimai/date_vocabulary.ts";
import { sight } from "./date_support.ts";

const read = readerOf<string>([
  [
    `${count} ${group("weekday", weekdays)}`,
    ({ count, weekday }) => `${countOf(count)} ${weekday}`,
  ],
  [`${count} \\w+`, ({ count }) => `${countOf(count)} of something`],
  [year, ({ year }, { today }) => `${Number(year) - today.year} years`],
]);

Deno.test("the first form that the whole text has counts", () => {
  assert.equal(read("two monday", sight()), "2 monday");
  assert.equal(read("12 apples", sight()), "12 of something");
  assert.equal(read("2028", sight()), "2 years");
  assert.equal(read("two monday then", sight()), undefined);
  assert.equal(read("0 apples", sight()), undefined);
  assert.equal(read("2100", sight()), undefined);
});
