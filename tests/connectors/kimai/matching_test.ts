import assert from "node:assert/strict";
import fc from "fast-check";
import { fold, matchName, nearest } from "../../../src/connectors/kimai/matching.ts";

const projects = [
  { id: 1, name: "Website", owner: "ACME" },
  { id: 2, name: "Website relaunch", owner: "ACME" },
  { id: 3, name: "Website", owner: "Müller & Söhne" },
  { id: 4, name: "Übersetzung", owner: "Globex" },
  { id: 5, name: "R&D / Lab", owner: "Globex" },
];

function found(text: string): [string, number[]] {
  const { level, found } = matchName(text, projects);
  return [level, found.map(({ id }) => id)];
}

Deno.test("exact beats prefix beats contains beats a slip of the pen", () => {
  assert.deepEqual(found("website relaunch"), ["exact", [2]]);
  assert.deepEqual(found("Website r"), ["prefix", [2]]);
  assert.deepEqual(found("relaunch"), ["contains", [2]]);
  assert.deepEqual(found("websiet relaunch"), ["fuzzy", [2]]);
  assert.deepEqual(found("payroll"), ["none", []]);
  assert.deepEqual(found(" "), ["none", []]);
});

Deno.test("a slip of the pen is one letter in four, and no more", () => {
  const level = (text: string) => matchName(text, [{ id: 1, name: "Payments" }]).level;
  assert.deepEqual(["Paymints", "Poymints", "Poyminty"].map(level), ["fuzzy", "fuzzy", "none"]);
  assert.equal(matchName("abd", [{ id: 1, name: "abc" }]).level, "none");
});

Deno.test("case, accents and umlaut spelling do not matter", () => {
  for (const text of ["übersetzung", "Uebersetzung", "UBERSETZUNG", "u\u0308bersetzung"]) {
    assert.deepEqual(found(text), ["exact", [4]], text);
  }
});

Deno.test("what it belongs to may be written in front", () => {
  assert.deepEqual(found("Website"), ["exact", [1, 3]]);
  assert.deepEqual(found("ACME / Website"), ["exact", [1]]);
  assert.deepEqual(found("mueller > website"), ["exact", [3]]);
  assert.deepEqual(found("R&D / Lab"), ["exact", [5]]);
  assert.deepEqual(found("Nobody / Website"), ["none", []]);
});

Deno.test("a second name counts like the first", () => {
  const people = [{ id: 1, name: "Anna Berg", aliases: ["aberg"] }, { id: 2, name: "Ben" }];
  assert.deepEqual(matchName("aberg", people).found.map(({ id }) => id), [1]);
});

Deno.test("the nearest are shown, the nearest first", () => {
  assert.deepEqual(nearest("Webside", projects).map(({ id }) => id), [1, 3, 2]);
  assert.deepEqual(nearest("x", []), []);
});

Deno.test("folding twice is folding once, and a name always finds itself exactly", () => {
  const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
  fc.assert(fc.property(name, (text) => {
    assert.equal(fold(fold(text)), fold(text));
    if (fold(text) === "") return;
    const { level, found } = matchName(text, [{ id: 1, name: text }]);
    assert.deepEqual([level, found.length], ["exact", 1]);
  }));
});
