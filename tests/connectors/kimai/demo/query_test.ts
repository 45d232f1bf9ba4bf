import assert from "node:assert/strict";
import { Refusal } from "../../../../src/connectors/kimai/demo/answers.ts";
import { checkQuery, ID, parseQuery } from "../../../../src/connectors/kimai/demo/query.ts";

Deno.test("of a repeated key the last counts, brackets make lists", () => {
  const query = parseQuery("?size=1&size=2&users[]=4&users[]=5&term=");
  assert.deepEqual([
    query.number("size"),
    query.list("users"),
    query.get("term"),
    query.sent("term"),
  ], [
    2,
    ["4", "5"],
    undefined,
    true,
  ]);
  assert.deepEqual(parseQuery("?user=4&users[]=5").ids("user", "users"), [4, 5]);
});

Deno.test("scalars and lists are not exchanged, patterns hold, empty counts as absent", () => {
  const table = { size: { pattern: ID }, users: { list: true, pattern: ID } };
  for (const search of ["?size[]=1", "?users=1", "?size=x", "?users[]=x", "?users[a][b]=1"]) {
    assert.throws(() => checkQuery(parseQuery(search), table), Refusal, search);
  }
  checkQuery(parseQuery("?size=&users[]=1&more[]=x"), table);
});
