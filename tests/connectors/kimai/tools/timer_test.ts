import assert from "node:assert/strict";
import { bookInKimai, withKimai } from "../../../support/kimai.ts";

const start = { action: "start", data: { project: 1, activity: 1 } };

Deno.test("start sends nothing that was not asked for, and names what runs", async () => {
  await using test = await withKimai();
  const { text } = await test.call("timer", {
    action: "start",
    data: { project: 1, activity: 2, description: "Logo", tags: "urgent" },
  });
  assert.equal(
    text,
    [
      "Started timer ID 1 for project 1 / activity 2",
      "ACME / Website (1) / Review (2), user (4)",
      "Fri 20 Nov 2026 10:00, running, 0:01 h, billable",
      "Description: Logo",
      "Tags: urgent",
    ].join("\n"),
  );
  assert.deepEqual(test.requests, [
    "GET /timesheets/active",
    `POST /timesheets?full=1 {"project":1,"activity":2,"description":"Logo","tags":"urgent"}`,
    "GET /users/me",
  ]);
  const { end, project, activity, description, tags } = await test.kimai("/timesheets/1");
  assert.deepEqual({ end, project, activity, description, tags }, {
    end: null,
    project: 1,
    activity: 2,
    description: "Logo",
    tags: ["urgent"],
  });
});

Deno.test("a plain user can start in punch mode, and a start time there is refused by name", async () => {
  await using test = await withKimai();
  test.demo.configure("timesheet.mode", "punch");
  assert.match((await test.call("timer", start)).text, /^Started timer ID 1 /);
  const why = await test.refusal("timer", {
    action: "start",
    data: { ...start.data, begin: "2026-11-20T08:00" },
  });
  assert.match(why, /begin/);
});

Deno.test("a start says which timer Kimai stopped for it", async () => {
  await using test = await withKimai();
  await test.result("timer", start);
  test.setNow("2026-11-20T10:30:30Z");
  const { text, structured } = await test.call("timer", {
    action: "start",
    data: { project: 2, activity: 3 },
  });
  assert.match(text, /^Kimai stopped ID 1: ACME \/ Website \(1\) \/ Design \(1\), 1:31 h$/m);
  const { stopped } =
    (structured as { result: { stopped: { id: number; duration: number }[] } }).result;
  assert.deepEqual(stopped.map(({ id, duration }) => [id, duration]), [[1, 5460]]);
  assert.equal((await test.kimai("/timesheets/1")).duration, 5460);
});

Deno.test("a start time may be given", async () => {
  await using test = await withKimai();
  const { entry } = await test.result("timer", {
    action: "start",
    data: { ...start.data, begin: "2026-11-20T07:00:00Z" },
  });
  assert.equal(entry.begin, "2026-11-20T08:00:00+01:00");
  assert.equal(entry.duration, 2 * 3600 + 30);
});

Deno.test("stop without an id stops the one that runs, and sets what is noted", async () => {
  await using test = await withKimai();
  await test.result("timer", start);
  test.setNow("2026-11-20T10:00:10Z");
  const { text } = await test.call("timer", { action: "stop", data: { description: "Review" } });
  assert.match(text, /^Stopped timer ID 1\. Duration: 1\.02 hours\nACME \/ Website/);
  assert.match(text, /^Description: Review$/m);
  const { duration, description } = await test.kimai("/timesheets/1");
  assert.deepEqual([duration, description], [3660, "Review"]);
});

Deno.test("stop with nothing running says so", async () => {
  await using test = await withKimai();
  assert.equal(
    await test.refusal("timer", { action: "stop" }),
    "Cannot stop: no timer of yours is running",
  );
});

Deno.test("stop asks which, when several run", async () => {
  await using test = await withKimai();
  test.demo.configure("timesheet.active_entries.hard_limit", "2");
  await test.result("timer", start);
  await test.result("timer", { action: "start", data: { project: 2, activity: 3 } });
  const why = await test.refusal("timer", { action: "stop" });
  assert.match(why, /^Cannot stop: 2 timers are running, name the id\n/);
  assert.match(why, /ID 1: ACME \/ Website \(1\) \/ Design \(1\) since/);
  await test.result("timer", { action: "stop", id: 1 });
  assert.equal((await test.kimai("/timesheets/2")).end, null);
  assert.notEqual((await test.kimai("/timesheets/1")).end, null);
});

Deno.test("stopping what already ended changes nothing and says so", async () => {
  await using test = await withKimai();
  const id = await bookInKimai(test, {});
  const { text, structured } = await test.call("timer", { action: "stop", id });
  assert.match(
    text,
    /^Timer ID 1 was not running, its time is unchanged \(Thu 19 Nov 2026 09:00-10:00\)/,
  );
  assert.equal((structured as { result: { already: boolean } }).result.already, true);
  assert(!test.requests.some((request) => request.includes("/stop")));
});

Deno.test("a stop that Kimai refuses after the note was set says what was done", async () => {
  await using test = await withKimai();
  await test.result("timer", start);
  test.demo.configure("timesheet.rules.long_running_duration", "60");
  test.setNow("2026-11-20T12:00:00Z");
  const why = await test.refusal("timer", { action: "stop", data: { description: "Late" } });
  assert.match(why, /^The description of ID 1 was set, but it is still running: /);
  const { end, description } = await test.kimai("/timesheets/1");
  assert.deepEqual([end, description], [null, "Late"]);
});

Deno.test("a team lead stops somebody else's timer by its id", async () => {
  await using test = await withKimai();
  await test.result("timer", start);
  await using lead = await test.as("lead");
  await lead.result("timer", { action: "stop", id: 1 });
  assert.notEqual((await test.kimai("/timesheets/1")).end, null);
});

Deno.test("restart makes a new timer; with copy it takes description and tags along", async () => {
  await using test = await withKimai();
  const id = await bookInKimai(test, { description: "Logo", tags: "urgent" });
  const bare = await test.result("timer", { action: "restart", id });
  assert.deepEqual([bare.entry.id, bare.entry.description, bare.entry.tags], [
    2,
    undefined,
    undefined,
  ]);
  const { text } = await test.call("timer", { action: "restart", id, copy: true });
  assert.match(text, /^Restarted timer ID 3 for project 1 \/ activity 1\n/);
  const { description, tags, end } = await test.kimai("/timesheets/3");
  assert.deepEqual([description, tags, end], ["Logo", ["urgent"], null]);
});

Deno.test("active names what runs and for how long", async () => {
  await using test = await withKimai();
  assert.equal((await test.call("timer", { action: "active" })).text, "No active timers running");
  await test.result("timer", start);
  test.setNow("2026-11-20T10:30:00Z");
  const { text } = await test.call("timer", { action: "active" });
  assert.equal(
    text,
    [
      "Found 1 active timer(s):",
      "",
      "ID: 1",
      "ACME / Website (1) / Design (1), user (4)",
      "Fri 20 Nov 2026 10:00, running, 1:30 h, billable",
    ].join("\n"),
  );
});

Deno.test("recent shows the latest own entries, newest first", async () => {
  await using test = await withKimai();
  for (let day = 1; day <= 12; day++) {
    const date = `2026-11-${String(day).padStart(2, "0")}`;
    await bookInKimai(test, { begin: `${date}T09:00:00`, end: `${date}T10:00:00` });
  }
  const latest = await test.result("timer", { action: "recent" });
  assert.equal(latest.days.length, 10);
  assert.equal(latest.days[0].date, "2026-11-12");
  assert.deepEqual(latest.next, { action: "list", filters: { page: 2, size: 10 } });
  const since = await test.result("timer", { action: "recent", size: "5", begin: "2026-11-11" });
  assert.deepEqual(since.days.map((day: { date: string }) => day.date), [
    "2026-11-12",
    "2026-11-11",
  ]);
});

Deno.test("what is missing or wrong is refused before anything is written", async () => {
  await using test = await withKimai();
  const refusals: [Record<string, unknown>, RegExp][] = [
    [{ action: "start" }, /^Cannot run timer start: "data" is missing$/],
    [{ action: "start", data: { project: 1 } }, /"data\.activity" is missing/],
    [{ action: "start", data: { ...start.data, speed: 1 } }, /"speed" is not a field of "data"/],
    [{ action: "restart" }, /"id" is missing/],
    [{ action: "stop", id: "x" }, /"id" is "x": an id is a whole number above 0/],
    [
      { action: "recent", begin: "soon" },
      /^Cannot read "soon" as a point in time: write .* \(in begin\)$/,
    ],
    [{ action: "begin" }, /"begin" is not an action of timer, choose one of start, stop/],
  ];
  for (const [args, sentence] of refusals) {
    assert.match(await test.refusal("timer", args), sentence);
  }
  assert.deepEqual(test.requests.filter((request) => !request.startsWith("GET ")), []);
});
