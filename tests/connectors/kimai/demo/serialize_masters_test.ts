import assert from "node:assert/strict";
import {
  displayName,
  initialsOf,
} from "../../../../src/connectors/kimai/demo/serialize_masters.ts";
import { newUser } from "../../../../src/connectors/kimai/demo/users.ts";

Deno.test("initials are two letters of one word or one of each", () => {
  assert.deepEqual(["ada", "Ada Lund", "x", "a-b c"].map(initialsOf), ["AD", "AL", "X", "AC"]);
  assert.equal(displayName({ ...newUser(), username: "ada", alias: "" }), "ada");
});
