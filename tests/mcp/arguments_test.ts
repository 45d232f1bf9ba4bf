import assert from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import { quote, readFields } from "../../src/mcp/arguments.ts";
import { UserError } from "../../src/mcp/errors.ts";
import { wireOf } from "../../src/mcp/wire.ts";
import { clockTool, shelfTool } from "./support.ts";

const { parse } = wireOf(shelfTool);

function refusal(args: unknown, parser = parse): string {
  try {
    parser(args);
  } catch (error) {
    assert(error instanceof UserError);
    return error.message;
  }
  throw new assert.AssertionError({ message: "the arguments were taken" });
}

Deno.test("arguments become the action and its parsed input", () => {
  assert.deepEqual(parse({ action: "add", id: "7", data: { title: "Emma" } }), {
    action: "add",
    input: { id: 7, data: { title: "Emma" } },
  });
});

Deno.test("a missing or unknown action is refused with the choices", () => {
  const missing = `Cannot call shelf: "action" is missing, it is one of list, add, burn`;
  assert.equal(refusal({}), missing);
  assert.equal(refusal(undefined), missing);
  assert.equal(refusal([]), missing);
  assert.equal(
    refusal({ action: "read" }),
    `Cannot call shelf: "read" is not an action of shelf, choose one of list, add, burn`,
  );
});

Deno.test("an action that is trimmed away is named as switched off", () => {
  assert.equal(
    refusal({ action: "burn" }, wireOf(shelfTool, ["list"]).parse),
    `Cannot call shelf: "burn" is switched off here (read-only), choose one of list`,
  );
});

Deno.test("every problem is named at once: stray, missing and wrong fields, at any depth", () => {
  assert.equal(
    refusal({ action: "add", id: "x", shelf: 1, data: { pages: 2.5, colour: "red" } }),
    `Cannot run shelf add: "id" is "x": a number is wanted; "data.title" is missing; ` +
      `"data.pages" is 2.5: expected int, received number; ` +
      `"colour" is not a field of "data", which takes title, pages; ` +
      `"shelf" is not a field of shelf add, which takes id, data`,
  );
});

Deno.test("a field that belongs one level deeper is told where", () => {
  assert.equal(
    refusal({ action: "add", id: 1, title: "Emma", data: { pages: 3 } }),
    `Cannot run shelf add: "data.title" is missing; ` +
      `"title" is not a field of shelf add, which takes id, data: put it into "data"`,
  );
  assert.equal(
    refusal({ action: "add", id: 1, title: "Emma", pages: 3, data: { title: "Emma" } }),
    `Cannot run shelf add: ` +
      `"title", "pages" are not fields of shelf add, which takes id, data: put them into "data"`,
  );
});

Deno.test("what is empty and of no use is forgiven, at any depth", () => {
  const strays = { id: null, data: {}, other: "", more: [] };
  assert.deepEqual(parse({ action: "list", ...strays, filters: { term: null, x: "" } }), {
    action: "list",
    input: { filters: {} },
  });
});

Deno.test("an empty value where one is needed counts as missing", () => {
  assert.equal(
    refusal({ action: "add", id: "", data: { title: "" } }),
    `Cannot run shelf add: "id" is missing; "data.title" is missing`,
  );
});

Deno.test("a tool with one action takes no action, but forgives its own name", () => {
  const { parse } = wireOf(clockTool);
  assert.deepEqual(parse({}), { action: "read", input: { zone: "UTC" } });
  assert.deepEqual(parse({ action: "read", zone: "Z" }), { action: "read", input: { zone: "Z" } });
  assert.match(refusal({ action: "list" }, parse), /"action" is not a field of clock/);
});

Deno.test("whatever is given is taken or refused in a sentence, never a crash", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom("action", "id", "data", "x"), fc.json()), (args) => {
      try {
        parse({ ...args, action: "add" });
      } catch (error) {
        assert(error instanceof UserError);
        assert(error.message.length < 2000);
      }
    }),
  );
});

Deno.test("an object with an odd length in a text's place is refused like any other", () => {
  const odd = JSON.parse('{"length":{"toString":null}}');
  assert.match(
    refusal({ action: "add", id: 1, data: { title: odd } }),
    /^Cannot run shelf add: "data.title" is \{"length":.*: expected string, received object$/,
  );
});

Deno.test("what every object has is not an action of a tool", () => {
  assert.match(refusal({ action: "toString" }), /"toString" is not an action of shelf/);
});

Deno.test("fields below another one are named with it", () => {
  const form = z.object({ name: z.string(), size: z.int().optional() });
  assert.deepEqual(readFields("box create", form, { name: "x", size: "", more: null }, ["data"]), {
    name: "x",
  });
  assert.throws(
    () => readFields("box create", form, { size: "big", colour: 1 }, ["data"]),
    {
      name: "UserError",
      message: `Cannot run box create: "data.name" is missing; ` +
        `"data.size" is "big": expected number, received string; ` +
        `"colour" is not a field of "data", which takes name, size`,
    },
  );
});

Deno.test("a quoted value is JSON and at most 60 characters long", () => {
  assert.equal(quote("a\nb"), String.raw`"a\nb"`);
  assert.equal(quote("x".repeat(100)).length, 60);
  assert.equal(quote(undefined), "undefined");
});
