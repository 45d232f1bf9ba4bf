import assert from "node:assert/strict";
import { createCatalogue } from "../../src/mcp/catalogue.ts";
import { createDispatch } from "../../src/mcp/dispatch.ts";
import { highestOf, levelOf, suffice } from "../../src/mcp/scopes.ts";
import type { AnyAction } from "../../src/mcp/tool.ts";
import { quietCall, shelfTool } from "./support.ts";

const action = (effect: string, admin?: AnyAction["admin"]) => ({ effect, admin }) as AnyAction;

Deno.test("what an action takes follows from its effect, and from whether it is administration", () => {
  assert.equal(levelOf(action("read"), {}), "read");
  assert.equal(levelOf(action("read", true), {}), "read", "seeing is no administration");
  assert.equal(levelOf(action("create"), {}), "write");
  assert.equal(levelOf(action("delete"), {}), "write");
  assert.equal(levelOf(action("update", true), {}), "admin");
  const byType = action("update", ({ type }: { type: string }) => type === "team");
  assert.deepEqual(["team", "tag"].map((type) => levelOf(byType, { type })), ["admin", "write"]);
});

Deno.test("what suffices for all actions of a tool suffices for each, whatever it is given", () => {
  const byType = ({ type }: { type: string }) => type === "team";
  const all = ["read", "create", "update", "delete"].flatMap((effect) =>
    [undefined, false, true, byType].map((admin) => action(effect, admin))
  );
  for (const one of all) {
    for (const other of all) {
      const highest = [`kimai:${highestOf([one, other])}`];
      for (const type of ["team", "tag"]) {
        const enough = [one, other].every((each) =>
          suffice(highest, "kimai", levelOf(each, { type }))
        );
        assert(enough, JSON.stringify([one, other, highest]));
      }
    }
  }
  assert.equal(highestOf([action("read", true)]), "read");
  assert.equal(highestOf([action("read"), action("create")]), "write");
  assert.equal(highestOf([]), "read");
});

Deno.test("a scope includes the ones before it, and none of another upstream", () => {
  const cases: [granted: string[] | undefined, read: boolean, write: boolean, admin: boolean][] = [
    [undefined, true, true, true],
    [[], false, false, false],
    [["kimai:read"], true, false, false],
    [["kimai:write"], true, true, false],
    [["kimai:admin"], true, true, true],
    [["openproject:admin"], false, false, false],
  ];
  for (const [granted, ...expected] of cases) {
    const got = (["read", "write", "admin"] as const).map((one) => suffice(granted, "kimai", one));
    assert.deepEqual(got, expected, String(granted));
  }
});

Deno.test("the scope that a call lacks is known before it runs, and the call does not run without it", async () => {
  const catalogue = createCatalogue([{ id: "library", tools: [shelfTool] }]);
  const add = { action: "add", id: 2, data: { title: "Dune" } };
  const reading = ["library:read"];
  assert.equal(catalogue.missingScope(reading, "shelf", add), "library:write");
  assert.equal(catalogue.missingScope(reading, "shelf", { action: "list" }), undefined);
  assert.equal(catalogue.missingScope(["library:write"], "shelf", add), undefined);
  assert.equal(catalogue.missingScope(undefined, "shelf", add), undefined);
  assert.equal(catalogue.missingScope(reading, "shelf", { action: "fly" }), undefined);
  assert.equal(catalogue.missingScope(reading, "cellar", add), undefined);
  const books = new Map<number, string>();
  const dispatch = createDispatch({
    catalogue: () => Promise.resolve(catalogue),
    sessionOf: () => Promise.resolve({ books }),
  });
  const refused = await dispatch("shelf", add, quietCall({ caller: { scopes: reading } }));
  assert.equal(
    refused.content[0].text,
    "You did not let this client write (scope library:write): sign in again and allow it",
  );
  assert.equal(books.size, 0);
});
