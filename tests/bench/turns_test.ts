import assert from "node:assert/strict";
import { bare, orderOf, ratiosOf } from "./turns.ts";

Deno.test("the one that begins changes, and every second round goes backwards", () => {
  const rounds = [0, 1, 2, 3].map((round) => orderOf(["a", "b", "c"], round).join(""));
  assert.deepEqual(rounds, ["abc", "acb", "cab", "cba"]);
});

Deno.test("ratios are those of each round", () => {
  assert.deepEqual(ratiosOf({ call: [3, 8], floor: [2, 4] }), [1.5, 2]);
});

Deno.test("the floor asks for the first page alone, and for no more than four others at once", async () => {
  let [open, most] = [0, 0];
  const opened: string[] = [];
  const fetch = async (url: string) => {
    opened.push(`${url} beside ${open}`);
    most = Math.max(most, ++open);
    await Promise.resolve();
    open--;
    return new Response("[]");
  };
  const requests = Array.from({ length: 9 }, (_, page) => ({ url: `${page + 1}`, headers: {} }));
  await bare(fetch, requests);
  assert.equal(opened.length, 9);
  assert.deepEqual(opened.slice(0, 2), ["1 beside 0", "2 beside 0"]);
  assert.equal(most, 4);
});
