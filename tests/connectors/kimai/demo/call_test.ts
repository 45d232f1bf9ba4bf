import assert from "node:assert/strict";
import { Refusal } from "../../../../src/connectors/kimai/demo/answers.ts";
import { allow, Call, found } from "../../../../src/connectors/kimai/demo/call.ts";
import { parseQuery } from "../../../../src/connectors/kimai/demo/query.ts";
import { createWorld } from "../../../contract/world.ts";

const { state } = createWorld().kimai;
const call = (segments: string[], body: unknown) =>
  new Call(state, state.userByName("lead")!, segments, parseQuery("?size=2"), body);

Deno.test("segments are ids, an empty list is an empty form", () => {
  assert.deepEqual([call(["7", "9"], {}).id(1), call([], []).form()], [9, {}]);
});

Deno.test("a missing permission and a missing row are refusals", () => {
  assert.throws(() => call([], {}).require("create_user"), Refusal);
  assert.throws(() => found(undefined), Refusal);
  assert.throws(() => allow(false), Refusal);
  assert.equal(found(3), 3);
});
