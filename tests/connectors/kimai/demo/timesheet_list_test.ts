import assert from "node:assert/strict";
import { Refusal } from "../../../../src/connectors/kimai/demo/answers.ts";
import { parseQuery } from "../../../../src/connectors/kimai/demo/query.ts";
import { momentOf, paged } from "../../../../src/connectors/kimai/demo/timesheet_list.ts";

Deno.test("a page has its rows and four headers", () => {
  const { body, headers } = paged(parseQuery("?size=2&page=2"), [1, 2, 3], (row) => row * 10);
  assert.deepEqual([body, Object.values(headers!)], [[30], ["2", "3", "2", "2"]]);
});

Deno.test("sizes are 50 by default and 500 at most, beyond the last page is a 404", () => {
  const size = (search: string) => paged(parseQuery(search), [], () => 0).headers!["X-Per-Page"];
  assert.deepEqual(["", "?size=0", "?size=501"].map(size), ["50", "50", "500"]);
  assert.throws(() => paged(parseQuery("?page=2"), [1], () => 0), Refusal);
});

Deno.test("a moment of a query has one shape", () => {
  const query = parseQuery("?begin=2026-03-10T10:00:00&end=2026-03-10");
  assert.equal(momentOf(query, "begin", "Europe/Berlin"), Date.parse("2026-03-10T09:00:00Z"));
  assert.equal(momentOf(query, "other", "UTC"), undefined);
  assert.throws(() => momentOf(query, "end", "UTC"), Refusal);
});
