/**
 * The rules of Kimai as cases with a wording and data of their own: what the embedded Kimai must do
 * where the recordings are not at hand.
 */
import assert from "node:assert/strict";
import { contractCases } from "./cases/contracts.ts";
import { formCases } from "./cases/forms.ts";
import { listCases, PAGE_HEADERS, PAGE_RECORDS } from "./cases/lists.ts";
import { objectCases } from "./cases/objects.ts";
import { requestCases } from "./cases/requests.ts";
import { ruleCases } from "./cases/rules.ts";
import { timesheetCases } from "./cases/timesheets.ts";
import { createWorld, HARBOUR, testCases } from "./world.ts";

testCases("timesheets", timesheetCases);
testCases("rules", ruleCases);
testCases("lists", listCases);
testCases("forms", formCases);
testCases("objects", objectCases);
testCases("requests", requestCases);
testCases("work contracts", contractCases);

for (const [request, headers] of PAGE_HEADERS) {
  Deno.test(`lists: the headers of ${request}`, async () => {
    const world = createWorld();
    await world.run([...HARBOUR, ...PAGE_RECORDS]);
    const reply = await world.ask("user", request);
    const names = ["X-Page", "X-Total-Count", "X-Total-Pages", "X-Per-Page"];
    assert.equal(names.map((name) => reply.headers.get(name)).join(" "), headers);
  });
}
