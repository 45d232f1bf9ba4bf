import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonAnswer } from "../../../src/connectors/kimai/json_answer.ts";
import type { Answer } from "../../../src/connectors/kimai/timesheet_answer.ts";
import { textLimit } from "../../../src/mcp/result.ts";
import { bookInKimai, withKimai } from "../../support/kimai.ts";

const listing: Answer = {
  of: "all users",
  zone: "Europe/Berlin",
  total: 0,
  read: 0,
  complete: true,
  duration: 0,
  days: [],
  projects: [],
  activities: [],
  format: "json",
};
const peopleOf = (count: number, name = "x".repeat(40)) =>
  Array.from({ length: count }, (_, id) => ({ id, username: name, name }));
const groupsOf = (count: number, name = "x".repeat(60)) =>
  Array.from({ length: count }, (_, id) => ({ id, name, duration: 1, entries: 1, share: 0 }));
const statisticsOf = (groups: Record<string, number>): Answer["statistics"] => ({
  entries: 0,
  duration: 0,
  billable: 0,
  billable_share: 0,
  working_days: 0,
  average_day: 0,
  groups: Object.fromEntries(
    Object.entries(groups).map(([name, count]) => [name, groupsOf(count)]),
  ),
});

Deno.test("what fits is written as it is", () => {
  const answer = { ...listing, people: peopleOf(3) };
  assert.deepEqual(JSON.parse(jsonAnswer(answer)), { action: "list", result: answer });
});

Deno.test("people that there is no room for are counted", () => {
  const text = jsonAnswer({ ...listing, people: peopleOf(500) });
  const { result } = JSON.parse(text);
  assert(text.length <= textLimit && text.length > textLimit - 200, `${text.length}`);
  assert.equal(result.people.length + result.more_people, 500);
});

Deno.test("the longest groupings give way, and are named", () => {
  const statistics = statisticsOf({ projects: 50, tags: 300, days: 5 });
  const { result } = JSON.parse(jsonAnswer({ ...listing, statistics, people: peopleOf(500) }));
  assert.deepEqual(Object.keys(result.statistics.groups), ["projects", "days"]);
  assert.deepEqual([result.more_groups, result.more_people], [["tags"], 500]);
});

Deno.test("it is JSON whatever it holds, and never longer than a text", () => {
  const counts = fc.integer({ min: 0, max: 400 });
  fc.assert(
    fc.property(
      counts,
      counts,
      counts,
      fc.string({ maxLength: 80 }),
      (people, some, more, name) => {
        const statistics = statisticsOf({ projects: some, activities: more });
        const answer = { ...listing, people: peopleOf(people, name), statistics };
        const text = jsonAnswer(answer);
        assert(text.length <= textLimit);
        assert.equal(JSON.parse(text).action, "list");
      },
    ),
    { numRuns: 50 },
  );
});

Deno.test("many people beside a listing leave room for its entries, in a table and as JSON", async () => {
  await using test = await withKimai({ user: "super" });
  for (let id = 100; id < 700; id++) {
    test.demo.state.users.add({ ...test.demo.state.users.get(4)!, id, username: `person${id}` });
  }
  await bookInKimai(test, { description: "x".repeat(200) }, "super");
  const list = (format: string) =>
    test.call("timesheet", { action: "list", filters: { include_user_list: true, format } });
  const { result } = JSON.parse((await list("json")).text);
  assert.equal(result.days[0].entries[0].description.length, 200);
  assert.equal(result.people.length + result.more_people, 605);
  assert.match((await list("table")).text, /, 505 more$/);
});
