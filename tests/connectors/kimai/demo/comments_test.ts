import assert from "node:assert/strict";
import { createWorld, HARBOUR } from "../../../contract/world.ts";

Deno.test("comments and rates count on per kind of owner", async () => {
  const world = createWorld();
  await world.run([
    ...HARBOUR,
    ["super", "POST /customers/1/comments", { message: "a" }],
    ["super", "POST /customers/2/comments", { message: "b" }],
    ["super", "POST /customers/1/rates", { rate: 1 }],
  ]);
  const comment = await world.ask("super", "POST /projects/1/comments", { message: "c" });
  const rate = await world.ask("super", "POST /projects/1/rates", {});
  assert.deepEqual([comment.body.id, rate.body.id, rate.body.rate], [1, 1, 0]);
});
