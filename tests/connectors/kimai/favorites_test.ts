import assert from "node:assert/strict";
import { asVersion } from "../../../src/connectors/kimai/demo/versions.ts";
import { bookInKimai, type KimaiTest, withKimai } from "../../support/kimai.ts";

const list = { action: "favorites" };
const add = (id: unknown) => ({ action: "favorite", id });
const takeOff = (id: unknown) => ({ action: "unfavorite", id });

const kept = async ({ kimai }: KimaiTest, user = "user"): Promise<number[]> =>
  (await kimai("/favorites/timesheets", user)).map(({ id }: { id: number }) => id);

Deno.test("an entry becomes a favorite and stops being one, and twice is as once", async () => {
  await using test = await withKimai();
  const id = await bookInKimai(test, {});
  const steps: [Record<string, unknown>, string, number[]][] = [
    [add(id), "Timesheet ID 1 is a favorite now", [1]],
    [add("1"), "Timesheet ID 1 is a favorite now", [1]],
    [takeOff(id), "Timesheet ID 1 is no favorite now", []],
    [takeOff(id), "Timesheet ID 1 is no favorite now", []],
  ];
  for (const [args, text, ids] of steps) {
    assert.equal((await test.call("timesheet", args)).text, text);
    assert.deepEqual(await kept(test), ids);
  }
  assert.deepEqual(test.requests, [
    "POST /favorites/timesheets/1",
    "POST /favorites/timesheets/1",
    "DELETE /favorites/timesheets/1",
    "DELETE /favorites/timesheets/1",
  ]);
});

Deno.test("favorites are shown as templates, with the call that starts one", async () => {
  await using test = await withKimai();
  await bookInKimai(test, { description: "Logo", tags: "urgent" });
  const { timesheets } = test.demo.state;
  timesheets.save({ ...timesheets.get(1)!, billable: false });
  await bookInKimai(test, { project: 2, activity: 3, begin: "2026-11-18T09:00:00" });
  for (const id of [1, 2]) await test.result("timesheet", add(id));
  test.requests.length = 0;
  const { text, structured } = await test.call("timesheet", list);
  assert.equal(
    text,
    [
      "Found 2 favorite(s)",
      "ID 2: ACME / Shop (2) / Support (3)",
      "ID 1: ACME / Website (1) / Design (1), Logo, [urgent], not billable",
      'Start a timer from one: timer {"action":"restart","id":2,"copy":true}',
    ].join("\n"),
  );
  assert.deepEqual(JSON.parse(JSON.stringify(structured)).result, {
    favorites: [
      {
        id: 2,
        project: { id: 2, name: "Shop", customer: "ACME" },
        activity: { id: 3, name: "Support" },
        billable: true,
      },
      {
        id: 1,
        project: { id: 1, name: "Website", customer: "ACME" },
        activity: { id: 1, name: "Design" },
        description: "Logo",
        tags: ["urgent"],
        billable: false,
      },
    ],
  });
  assert(!test.requests.some((request) => request.startsWith("GET /projects")), "names come along");
});

Deno.test("a timer started from a favorite has all that the favorite has", async () => {
  await using test = await withKimai();
  await bookInKimai(test, { description: "Logo", tags: "urgent" });
  await test.result("timesheet", add(1));
  const { favorites: [{ id }] } = await test.result("timesheet", list);
  const { entry } = await test.result("timer", { action: "restart", id, copy: true });
  assert.partialDeepStrictEqual(await test.kimai(`/timesheets/${entry.id}`), {
    project: 1,
    activity: 1,
    description: "Logo",
    tags: ["urgent"],
    end: null,
  });
  assert.deepEqual(await kept(test), [1]);
});

Deno.test("without favorites it is said how one is added, in the person's language", async () => {
  await using test = await withKimai();
  const text = async () => (await test.call("timesheet", list)).text;
  assert.equal(await text(), "No favorites yet: timesheet favorite with an entry's id adds one");
  test.demo.state.userByName("user2")!.language = "de";
  await using german = await test.as("user2");
  assert.equal(
    (await german.call("timesheet", list)).text,
    "Noch keine Favoriten: timesheet favorite mit der id eines Eintrags fügt einen hinzu",
  );
});

Deno.test("only own entries that exist can be favorites", async () => {
  await using test = await withKimai();
  await bookInKimai(test, {}, "user2");
  assert.equal(
    await test.refusal("timesheet", add(1)),
    "Cannot add timesheet ID 1 to the favorites: Kimai takes only your own entries, and needs the permission start_own_timesheet",
  );
  assert.equal(
    await test.refusal("timesheet", takeOff(9)),
    "Cannot take timesheet ID 9 off the favorites: there is none that is open to you, or this Kimai is older than 2.66",
  );
  assert.deepEqual(await kept(test, "user2"), []);
});

Deno.test("who may not start entries has no favorites", async () => {
  await using test = await withKimai();
  test.demo.state.roleSwitches.set("ROLE_USER", new Map([["start_own_timesheet", false]]));
  assert.equal(
    await test.refusal("timesheet", list),
    "Cannot list favorites: your Kimai role may not start time entries (permission start_own_timesheet)",
  );
});

Deno.test("a Kimai before 2.66 has no favorites, and says so", async () => {
  await using test: KimaiTest = await withKimai({
    intercept: (request) => asVersion(test.demo.fetch, "2.65.0")(request),
  });
  await bookInKimai(test, {});
  assert.equal(
    await test.refusal("timesheet", list),
    "Cannot list favorites: they came with Kimai 2.66, and this one is older",
  );
  assert.match(await test.refusal("timesheet", add(1)), /or this Kimai is older than 2\.66$/);
});

Deno.test("favorites are not changed where only reading is allowed", async () => {
  await using test = await withKimai({ settings: { read_only: true } });
  await bookInKimai(test, {});
  assert.deepEqual((await test.result("timesheet", list)).favorites, []);
  assert.match(
    await test.refusal("timesheet", add(1)),
    /"favorite" is switched off here \(read-only\)/,
  );
});
