import assert from "node:assert/strict";
import type { z } from "zod";
import { count, flag, id, ids, moment, money } from "../../../src/connectors/kimai/fields.ts";
import { jsonSchemaOf } from "../../../src/mcp/wire.ts";

function refusal(schema: z.ZodType, value: unknown): string {
  const { error } = schema.safeParse(value);
  assert(error, `${JSON.stringify(value)} was taken`);
  return error.issues[0].message;
}

Deno.test("an id is a whole number above 0, also as text", () => {
  assert.equal(id().parse(5), 5);
  assert.equal(id().parse("5"), 5);
  for (const value of [0, -1, 1.5, "", "0", "5a", "1e3", true, null]) {
    assert.equal(refusal(id(), value), "an id is a whole number above 0");
  }
});

Deno.test("ids are named once each, and at least one is needed", () => {
  assert.deepEqual(ids.parse([3, "1", 3]), [3, 1]);
  assert.equal(refusal(ids, []), "name at least one id");
});

Deno.test("a count keeps its bounds", () => {
  assert.equal(count(1, 500).parse("500"), 500);
  for (const value of [0, 501, "501", 1.5, ""]) {
    assert.equal(refusal(count(1, 500), value), "a whole number from 1 to 500 is wanted");
  }
});

Deno.test("a flag is true or false, and the reference's 0 and 1", () => {
  for (const value of [true, 1, "1", "true"]) assert.equal(flag().parse(value), true);
  for (const value of [false, 0, "0", "false"]) assert.equal(flag().parse(value), false);
  for (const value of [2, "yes", "", null]) {
    assert.equal(refusal(flag(), value), "true or false is wanted");
  }
});

Deno.test("an amount is not below zero, also as text with a comma", () => {
  assert.equal(money.parse("12,5"), 12.5);
  assert.equal(money.parse(0), 0);
  for (const value of [-1, "-1", "1e3", "", "12,5,5"]) {
    assert.match(refusal(money, value), /^an amount/);
  }
});

Deno.test("fields show plain types to hosts", () => {
  const types = [id("x"), ids, count(1, 5), flag(), money, moment()].map((schema) =>
    jsonSchemaOf(schema).type
  );
  assert.deepEqual(types, ["integer", "array", "integer", "boolean", "number", "string"]);
});
