import assert from "node:assert/strict";
import { atLeast, atMost, figureOf, surelyAtLeast, surelyAtMost, targetOf } from "./goals.ts";

Deno.test("a target is met at its very value, and missed beyond it", () => {
  const reached = (value: number) => atMost({ what: "start", value, target: 1.3 }).reached;
  assert.deepEqual([1.2, 1.3, 1.301].map(reached), ["met", "met", "MISSED"]);
  const rate = (value: number) => atLeast({ what: "rate", value, target: 85 }).reached;
  assert.deepEqual([84.9, 85, 86].map(rate), ["MISSED", "met", "met"]);
});

Deno.test("a target is not certain where the spread is on both sides of it", () => {
  const cost = (from: number, to: number) =>
    surelyAtMost({ median: 10, from, to }, { what: "cost", target: 10 }).reached;
  assert.deepEqual([cost(9, 10), cost(9, 11), cost(10.1, 11)], ["met", "not certain", "MISSED"]);
  const rate = (from: number, to: number) =>
    surelyAtLeast({ median: 85, from, to }, { what: "rate", target: 85 }).reached;
  assert.deepEqual([rate(85, 90), rate(80, 90), rate(80, 84)], ["met", "not certain", "MISSED"]);
});

Deno.test("a figure is shown with its unit and spread, and its target with its sense", () => {
  const given = { what: "start", target: 1.3, unit: " x", digits: 2 };
  const sure = surelyAtMost({ median: 1.219, from: 1.1, to: 1.25 }, given);
  assert.equal(figureOf(sure), "1.22 x, from 1.10 to 1.25");
  assert.equal(targetOf(sure), "<= 1.3 x");
  const plain = atLeast({ what: "rate", value: 86.4, target: 85, unit: " %" });
  assert.equal(`${figureOf(plain)} ${targetOf(plain)}`, "86 % >= 85 %");
});
