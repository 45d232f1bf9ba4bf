import assert from "node:assert/strict";
import { type KimaiTest, type KimaiTestOptions, withKimai } from "../../../support/kimai.ts";

const withPlugin = (options: KimaiTestOptions = {}) =>
  withKimai({ workContracts: true, ...options });

type Data = Record<string, unknown>;
const trip = { type: "holiday", comment: "Trip", date: "2026-11-24" };
const create = (data: Data, more: Data = {}) => ({
  action: "create",
  data: { ...trip, ...data },
  ...more,
});

/** Tells Kimai of an absence past our server. @returns its ids */
async function leaveInKimai(
  { kimai }: KimaiTest,
  body: Data = {},
  user = "user",
  approved = true,
): Promise<number[]> {
  const init = { method: "POST", body: JSON.stringify({ ...trip, ...body }) };
  const rows: { id: number; status: string }[] = await kimai("/absences", user, init);
  for (const { id, status } of rows) {
    if (!approved || status === "approved") continue;
    await kimai(`/absences/${id}/confirm`, "super", { method: "PATCH" });
  }
  return rows.map(({ id }) => id);
}

/** Answers in Kimai's place where the path and query fit. */
function answering(
  path: RegExp,
  status: number,
  body: unknown = { code: status, message: "Bad" },
  method = "GET",
): NonNullable<KimaiTestOptions["intercept"]> {
  return (request, next) => {
    const { pathname, search } = new URL(request.url);
    return request.method === method && path.test(`${pathname}${search}`)
      ? Promise.resolve(Response.json(body, { status }))
      : next();
  };
}

/** Structured content as a client over a wire has it, what is undefined left out. */
const written = (value: unknown) => JSON.parse(JSON.stringify(value));

const posts = ({ requests }: KimaiTest) =>
  requests.filter((request) => /^(POST|PATCH|DELETE)/.test(request));

Deno.test("create sends what was asked and nothing more, the end left out for a single day", async () => {
  await using test = await withPlugin();
  const { text, structured } = await test.call("absence", create({ end: "2026-11-24" }));
  assert.equal(
    text,
    "Created absence ID 5 for holiday on 2026-11-24\nHoliday: 1 day, 8:00 h, new",
  );
  assert.deepEqual(posts(test), [
    `POST /absences {"comment":"Trip","date":"2026-11-24","type":"holiday"}`,
  ]);
  const { result } = structured as { result: Data };
  assert.deepEqual([result.ids, result.user, result.parts], [[5], 4, undefined]);
});

Deno.test("a range without split is one request, and every record of the answer is told (K-30)", async () => {
  await using test = await withPlugin();
  const { text } = await test.call("absence", create({ end: "2026-11-30" }));
  assert.equal(
    text,
    [
      "Created 5 absence(s) for holiday",
      "Period: 2026-11-24 to 2026-11-30 (7 days)",
      "IDs: 5, 6, 7, 8, 9",
      "Holiday: 5 days, 40:00 h, new",
    ].join("\n"),
  );
  assert.equal(posts(test).length, 1);
});

Deno.test("half a day, hours and another person reach Kimai as it wants them", async () => {
  await using test = await withPlugin({ user: "super" });
  const half = await test.call("absence", create({ halfDay: true, user: "4" }));
  assert.match(half.text, /^Created absence ID 5 for holiday \(half day\) on 2026-11-24\n/);
  const off = create({ type: "time_off", duration: "1h 30m", half_day: false });
  const hours = await test.call("absence", off);
  assert.match(
    hours.text,
    /\nTime off: 0\.19 days, 1:30 h, new\nduration was read as 1:30 h a day$/,
  );
  assert.deepEqual(posts(test), [
    `POST /absences {"comment":"Trip","date":"2026-11-24","type":"holiday","user":4,"halfDay":true}`,
    `POST /absences {"comment":"Trip","date":"2026-11-24","type":"time_off","duration":"01:30"}`,
  ]);
});

Deno.test("README's parental leave of 90 days becomes three entries in order", async () => {
  await using test = await withPlugin();
  const data = {
    date: "2025-09-01",
    end: "2025-11-29",
    type: "parental",
    comment: "Parental leave (90 days)",
  };
  const { text } = await test.call("absence", { action: "create", data });
  const [first, period, ids, split] = text.split("\n");
  // Monday to Friday without 3 October is no contract of this person: 65 working days.
  assert.equal(first, "Created 65 absence(s) for parental");
  assert.equal(period, "Period: 2025-09-01 to 2025-11-29 (90 days)");
  assert.match(ids, /^IDs: 5, 6, .*, 69$/);
  assert.equal(split, "(Automatically split due to Kimai limitations)");
  const sent = posts(test).map((request) => JSON.parse(request.replace("POST /absences ", "")));
  assert.deepEqual(sent.map(({ date, end }) => [date, end]), [
    ["2025-09-01", "2025-09-30"],
    ["2025-10-01", "2025-10-30"],
    ["2025-10-31", "2025-11-29"],
  ]);
});

Deno.test("a Kimai that answers with one record a request gives the reference's very text", async () => {
  let id = 122;
  await using test = await withPlugin({
    intercept: (request, next) => {
      if (request.method !== "POST") return next();
      const record = { id: ++id, date: "2025-09-01T00:00:00+0200", type: "parental" };
      return Promise.resolve(Response.json([record]));
    },
  });
  const data = { date: "2025-09-01", end: "2025-11-29", type: "parental" };
  const { text } = await test.call("absence", create(data));
  assert.equal(
    text.split("\n").slice(0, 4).join("\n"),
    [
      "Created 3 absence(s) for parental",
      "Period: 2025-09-01 to 2025-11-29 (90 days)",
      "IDs: 123, 124, 125",
      "(Automatically split due to Kimai limitations)",
    ].join("\n"),
  );
});

Deno.test("days over New Year are two requests, single days without end", async () => {
  await using test = await withPlugin();
  await test.call("absence", create({ date: "2026-12-31", end: "2027-01-01" }));
  assert.deepEqual(posts(test), [
    `POST /absences {"comment":"Trip","date":"2026-12-31","type":"holiday"}`,
    `POST /absences {"comment":"Trip","date":"2027-01-01","type":"holiday"}`,
  ]);
});

Deno.test("days for which Kimai makes nothing are said to be free anyway", async () => {
  await using test = await withPlugin();
  const { text } = await test.call("absence", create({ date: "2026-11-21", end: "2026-11-22" }));
  assert.equal(
    text,
    "Kimai made no absence of 2026-11-21 to 2026-11-22: nothing is worked then (weekend, public holiday or work contract)",
  );
});

Deno.test("an empty answer to a creation is not taken for days that are free anyway", async () => {
  await using test = await withPlugin({
    intercept: async (request, next) => {
      const response = await next();
      return request.method === "POST" ? new Response(null, { status: 200 }) : response;
    },
  });
  assert.match(
    await test.refusal("absence", create({})),
    /^Kimai's answer to POST \/absences was not understood, though the change was probably carried out: it is empty;/,
  );
  const [kept] = await test.kimai("/absences?status=open", "user");
  assert.equal(kept.date, "2026-11-24T00:00:00+0100");
});

Deno.test("an end before the begin is refused, never a success with zero records (B-8)", async () => {
  await using test = await withPlugin();
  for (const end of ["2026-11-23", "2025-08-26"]) {
    assert.equal(
      await test.refusal("absence", create({ end })),
      `Cannot create an absence from 2026-11-24 to ${end}: the end is before the begin`,
    );
  }
  assert.match(
    await test.refusal("absence", create({ end: "2206-11-24" })),
    /^Cannot create an absence of \d+ days .*: 1830 are the most, check the years$/,
  );
  assert.deepEqual(posts(test), []);
});

/** Locks November, so that the second part of a range from October on is refused. */
async function lockNovember({ kimai }: KimaiTest): Promise<void> {
  await kimai("/work-contract/lock/4/2025-11-01", "super", { method: "DELETE" });
  await kimai("/work-contract/unlock/4/2025-12-01", "super", { method: "DELETE" });
}
const longData = { date: "2025-12-29", end: "2026-01-02" };

Deno.test("a part that fails leaves those before, with their ids in the answer (B-9)", async () => {
  await using test = await withPlugin();
  await test.kimai("/work-contract/lock/4/2026-01-01", "super", { method: "DELETE" });
  const why = await test.refusal("absence", create(longData));
  assert.equal(
    why,
    "Created 3 absence(s) (IDs: 5, 6, 7) and kept them; 2026-01-01 to 2026-01-02 is missing. It stopped at 2026-01-01 to 2026-01-02: Kimai refused to create this absence (400): the month may be locked, or a day taken by another absence",
  );
  assert.equal((await test.kimai("/absences?user=4&status=all&end=2025-12-31T23:59:59")).length, 3);
});

Deno.test("on_failure undo deletes the parts before again and says so", async () => {
  await using test = await withPlugin();
  await test.kimai("/work-contract/lock/4/2026-01-01", "super", { method: "DELETE" });
  const why = await test.refusal("absence", create(longData, { on_failure: "undo" }));
  assert.match(
    why,
    /^Created 3 absence\(s\), deleted 3 of them again \(IDs: 5, 6, 7\)\. It stopped at 2026-01-01 to 2026-01-02: /,
  );
  assert.deepEqual(await test.kimai("/absences?user=4&status=all&end=2025-12-31T23:59:59"), []);
});

Deno.test("undo says which could not be deleted", async () => {
  await using test = await withPlugin({ intercept: answering(/absences\/6$/, 403, {}, "DELETE") });
  await test.kimai("/work-contract/lock/4/2026-01-01", "super", { method: "DELETE" });
  const why = await test.refusal("absence", create(longData, { on_failure: "undo" }));
  assert.match(
    why,
    /^Created 3 absence\(s\), deleted 2 of them again \(IDs: 5, 7\), could not delete 1 \(IDs: 6\): Cannot delete it: Kimai forbids it, .*\. It stopped at /,
  );
});

Deno.test("a first part that fails is a plain refusal: nothing was created", async () => {
  await using test = await withPlugin();
  await lockNovember(test);
  assert.equal(
    await test.refusal("absence", create({ date: "2025-11-24", end: "2026-01-05" })),
    "Kimai refused to create this absence (400): the month may be locked, or a day taken by another absence",
  );
});

Deno.test("a type is checked against Kimai's own, before anything is sent", async () => {
  await using test = await withPlugin();
  assert.equal(
    await test.refusal("absence", create({ type: "vacation" })),
    'Cannot create an absence of type "vacation": Kimai knows holiday (Holiday), time_off (Time off), sickness (Sickness), sickness_child (Sickness of a child), other (Other), parental (Parental leave), unpaid_vacation (Unpaid vacation)',
  );
  assert.deepEqual(posts(test), []);
});

Deno.test("a type is checked against the known ones where Kimai's cannot be read", async () => {
  for (const [status, body] of [[403, {}], [200, []], [200, "types"]] as const) {
    await using test = await withPlugin({ intercept: answering(/types/, status, body) });
    assert.match(
      await test.refusal("absence", create({ type: "vacation" })),
      /^Cannot create an absence of type "vacation": Kimai knows holiday \(Holiday\), time_off/,
    );
    assert.match((await test.call("absence", create({}))).text, /^Created absence ID 5/);
  }
  // A type that this Kimai has and we do not know.
  const own = { ...{ holiday: "Holiday" }, moving: "Moving house" };
  await using test = await withPlugin({
    intercept: answering(/types/, 200, own),
  });
  assert.match(
    await test.refusal("absence", create({ type: "sickness" })),
    /Kimai knows holiday \(Holiday\), moving \(Moving house\)$/,
  );
});

Deno.test("types are shown with labels, in the language that is asked for (B-20)", async () => {
  await using test = await withPlugin();
  const { text } = await test.call("absence", { action: "types", language: "de" });
  assert.match(
    text,
    /^Available absence types \(de\):\n- holiday: Holiday\n- time_off: Time off\n/,
  );
  assert.deepEqual(test.requests, ["GET /absences/types?language=de", "GET /users/me"]);
  assert.match(
    await test.refusal("absence", { action: "types", language: "../x" }),
    /a language is wanted, such as en or de/,
  );
});

Deno.test("list shows days, hours and status with totals, half days as half", async () => {
  await using test = await withPlugin();
  await leaveInKimai(test, { end: "2026-11-25" });
  await leaveInKimai(test, { date: "2026-11-26", halfDay: true }, "user", false);
  const args = { action: "list", filters: { begin: "2026-11-01", end: "2026-11-30" } };
  const { text, structured } = await test.call("absence", args);
  assert.equal(
    text,
    [
      "Found 3 absence(s) for current user (Sun 1 Nov 2026 - Mon 30 Nov 2026): 2.5 days, 20:00 h in 3 entries",
      "",
      "5 Tue 24 Nov 2026: Holiday, 1 day, 8:00 h, approved",
      "6 Wed 25 Nov 2026: Holiday, 1 day, 8:00 h, approved",
      "7 Thu 26 Nov 2026: Holiday, 0.5 days, 4:00 h, half day, new",
    ].join("\n"),
  );
  assert.deepEqual(test.requests, [
    "GET /users/me",
    "GET /absences?user=4&begin=2026-11-01T00%3A00%3A00&end=2026-11-30T23%3A59%3A59&status=all",
  ]);
  const { result } = structured as { result: { days: number; absences: Data[]; people?: Data } };
  assert.deepEqual([result.days, result.people], [2.5, undefined]);
  assert.deepEqual(written(result.absences[2]), {
    id: 7,
    date: "2026-11-26",
    type: "holiday",
    days: 0.5,
    duration: 14_400,
    half_day: true,
    status: "new",
  });
});

Deno.test("the period's last day is a whole one, and its days alone count (K-1)", async () => {
  await using test = await withPlugin();
  await leaveInKimai(test, { end: "2026-11-26" });
  const filters = { begin: "2026-11-24", end: "2026-11-25T00:00:00" };
  const { entries } = await test.result("absence", { action: "list", filters });
  assert.equal(entries, 2);
});

Deno.test("status narrows, also where an old plugin ignores it", async () => {
  await using test = await withPlugin({
    intercept: (request, next) => {
      const { searchParams } = new URL(request.url);
      if (!searchParams.has("status")) return next();
      const asked = new URL(request.url);
      asked.searchParams.set("status", "all");
      return test.demo.fetch(new Request(asked, request));
    },
  });
  await leaveInKimai(test);
  await leaveInKimai(test, { date: "2026-11-25" }, "user", false);
  for (const [status, ids] of [["approved", [5]], ["open", [6, 3]], ["all", [5, 6, 3]]] as const) {
    const { absences } = await test.result("absence", { action: "list", filters: { status } });
    assert.deepEqual(absences.map(({ id }: { id: number }) => id), ids, status);
  }
});

Deno.test("README's list of user 5 means user 5, without a user_scope (B-11)", async () => {
  await using test = await withPlugin({ user: "super" });
  const args = { action: "list", filters: { user: "5", status: "all" } };
  const { text } = await test.call("absence", args);
  assert.equal(
    text,
    [
      "Found 1 absence(s) for user 5: 1 day, 8:00 h in 1 entry",
      "",
      "user2 (5): 1 day, 8:00 h in 1 entry",
      "4 Fri 27 Nov 2026: Holiday, 1 day, 8:00 h, new",
    ].join("\n"),
  );
});

Deno.test("all reads everybody once, and shows names and sums of each", async () => {
  await using test = await withPlugin({ user: "super" });
  const { text, structured } = await test.call("absence", {
    action: "list",
    filters: { user_scope: "all" },
  });
  assert.match(text, /^Found 4 absence\(s\) for all users: 4 days, 32:00 h in 4 entries\n/);
  assert.match(text, /\n\nlead \(3\): 2 days, 16:00 h in 2 entries\n1 Fri 4 Dec 2026: Holiday/);
  const reads = test.requests.filter((request) => request.startsWith("GET /absences?"));
  assert.equal(reads.length, 5);
  const { result } = structured as { result: { people: { id: number }[]; unread?: unknown } };
  assert.deepEqual(result.people.map(({ id }) => id), [3, 4, 5].toSorted((a, b) => a - b));
  assert.equal(result.unread, undefined);
});

Deno.test("a person whose look-up failed is named as not read, never counted as having none", async () => {
  await using test = await withPlugin({
    user: "super",
    intercept: answering(/absences\?user=3&/, 403),
  });
  for (const action of ["list", "statistics"]) {
    const { text, structured } = await test.call("absence", {
      action,
      filters: { user_scope: "all" },
    });
    assert.match(
      text,
      /^Not read, in no number here: lead \(3\): Cannot read these absences: Kimai forbids it, /m,
    );
    const { result } = structured as { result: { unread: Data[]; entries: number } };
    assert.deepEqual([result.unread.map(({ id }) => id), result.entries], [[3], 2]);
  }
});

Deno.test("nobody who could be read is an error, not an empty list", async () => {
  await using test = await withPlugin({
    user: "super",
    intercept: answering(/absences\?user/, 403),
  });
  for (const action of ["list", "statistics", "attendance"]) {
    assert.match(
      await test.refusal("absence", { action, filters: { user_scope: "all" } }),
      /^Nobody's absences could be read\n {2}- ID 2: Cannot read these absences/,
    );
  }
});

Deno.test("a plain user is told whom he does not see, and never gets his own under their name", async () => {
  await using test = await withPlugin();
  const all = await test.call("absence", { action: "list", filters: { user_scope: "all" } });
  assert.match(all.text, /^Note: nobody but you is there, or your Kimai role shows nobody else/m);
  assert.match(
    await test.refusal("absence", { action: "list", filters: { user: 5 } }),
    /^Cannot read these absences: Kimai forbids it, .*view_team_absence .*contract_other_profile/,
  );
  // A Kimai that ignores the question answers with one's own.
  const own = await test.kimai("/absences?status=all", "user");
  await using deaf = await withPlugin({ intercept: answering(/absences\?user=5/, 200, own) });
  assert.match(
    await deaf.refusal("absence", { action: "list", filters: { user: 5 } }),
    /^Cannot read the absences of user 5: Kimai knows no such user, or your role/,
  );
});

Deno.test("what does not fit into an answer is counted, with the way to see it", async () => {
  const rows = Array.from({ length: 600 }, (_, index) => ({
    id: index + 1,
    date: `${Temporal.PlainDate.from("2025-01-01").add({ days: index })}T00:00:00+0100`,
    type: "sickness",
    status: "approved",
    duration: 28_800,
  }));
  await using test = await withPlugin({ intercept: answering(/absences\?/, 200, rows) });
  const { text, structured } = await test.call("absence", { action: "list" });
  const { result } = structured as { result: { absences: Data[]; more: number; days: number } };
  assert.equal(result.absences.length + result.more, 600);
  assert.equal(result.days, 600);
  assert(text.length <= 20_000);
  assert.match(text, new RegExp(`\n${result.more} more: narrow filters.begin and filters.end`));
});

Deno.test("statistics are everybody's unless somebody is named, and group_by groups (B-20)", async () => {
  await using test = await withPlugin({ user: "super" });
  await leaveInKimai(test, { halfDay: true });
  await leaveInKimai(test, { date: "2027-01-04", end: "2027-01-05", type: "sickness" }, "user2");
  const args = { action: "statistics", breakdown_by_month: true };
  const { text } = await test.call("absence", args);
  assert.equal(
    text,
    [
      "Absence statistics for all users: 6.5 days, 52:00 h in 7 entries, 3 people, 2.17 days each",
      "",
      "By type",
      "- Holiday: 3.5 days, 28:00 h in 4 entries, 53.8 %, 3 people",
      "- Sickness: 2 days, 16:00 h in 2 entries, 30.8 %",
      "- Time off: 1 day, 8:00 h in 1 entry, 15.4 %",
      "",
      "By status",
      "- approved: 4.5 days, 36:00 h in 5 entries, 69.2 %, 3 people",
      "- new: 1 day, 8:00 h in 1 entry, 15.4 %",
      "- requested: 1 day, 8:00 h in 1 entry, 15.4 %",
      "",
      "Most days",
      "- user2 (5): 3 days, 24:00 h in 3 entries, 46.1 % (Sickness 2, Holiday 1)",
      "- lead (3): 2 days, 16:00 h in 2 entries, 30.8 % (Holiday 2)",
      "- user (4): 1.5 days, 12:00 h in 2 entries, 23.1 % (Time off 1, Holiday 0.5)",
      "",
      "By month",
      "- 2026-11: 1.5 days, 12:00 h in 2 entries, 23.1 %, 2 people",
      "- 2026-12: 3 days, 24:00 h in 3 entries, 46.1 %, 2 people",
      "- 2027-01: 2 days, 16:00 h in 2 entries, 30.8 %",
    ].join("\n"),
  );
  const namesBy = async (group_by: string) => {
    const { groups } = await test.result("absence", { action: "statistics", group_by });
    return groups.map(({ name }: { name: string }) => name);
  };
  assert.deepEqual(await namesBy("user"), ["user2", "lead", "user"]);
  assert.deepEqual(await namesBy("month"), ["2026-11", "2026-12", "2027-01"]);
});

Deno.test("statistics of a period count its days alone", async () => {
  await using test = await withPlugin({ user: "super" });
  const record = {
    id: 9,
    date: "2026-01-30T00:00:00+0100",
    endDate: "2026-02-03T00:00:00+0100",
    duration: 3 * 28_800,
    type: "holiday",
    status: "approved",
  };
  await using ranged = await withPlugin({ intercept: answering(/absences\?/, 200, [record]) });
  const filters = { user: 4, begin: "2026-02-01", end: "2026-02-28" };
  const february = await ranged.result("absence", { action: "statistics", filters });
  assert.deepEqual([february.days, february.entries], [2, 1]);
  const listed = await ranged.result("absence", { action: "list", filters });
  assert.equal(listed.days, 3);
  const nothing = { action: "statistics", filters: { user_scope: "self", begin: "2030-01-01" } };
  assert.match((await test.call("absence", nothing)).text, /^No absences found for current user/);
});

Deno.test("approve, reject and request move an absence and tell what it is now", async () => {
  await using test = await withPlugin({ user: "super" });
  const requested = await test.call("absence", { action: "request", id: "4" });
  assert.equal(
    requested.text,
    "Requested approval for absence ID 4\nuser2 (5), Fri 27 Nov 2026: Holiday, 1 day, 8:00 h, requested",
  );
  assert.match(
    (await test.call("absence", { action: "reject", id: 4 })).text,
    /^Rejected absence ID 4\n.*, new$/,
  );
  assert.match(
    (await test.call("absence", { action: "approve", id: 4 })).text,
    /^Approved absence ID 4\n.*, approved$/,
  );
  assert.deepEqual(posts(test), [
    "PATCH /absences/4/request",
    "PATCH /absences/4/reject",
    "PATCH /absences/4/confirm",
  ]);
  assert.equal(
    await test.refusal("absence", { action: "approve", id: 4 }),
    "Kimai refused to approve it (400): it may be approved already, or its month locked",
  );
});

Deno.test("nothing is looked up after a write: a look-up that fails would hide it", async () => {
  await using test = await withPlugin({ user: "super" });
  for (const args of [create({ user: 4 }), { action: "approve", id: 5 }]) {
    await test.result("absence", args);
    assert.match(test.requests.at(-1)!, /^(POST|PATCH)/);
  }
});

Deno.test("delete says what was deleted", async () => {
  await using test = await withPlugin();
  const { text } = await test.call("absence", { action: "delete", id: 3 });
  assert.equal(text, "Deleted absence ID 3");
  assert.deepEqual(await test.kimai("/absences?status=all", "user"), []);
});

Deno.test("403 names the permission and who usually has it", async () => {
  await using test = await withPlugin();
  const refusals: [Data, RegExp][] = [
    [{ action: "approve", id: 3 }, /approve_team_absence \(team leads/],
    [{ action: "reject", id: 3 }, /approve_team_absence \(team leads/],
    [{ action: "request", id: 4 }, /edit_team_absence \(team leads/],
    [{ action: "delete", id: 4 }, /delete_team_absence \(team leads/],
  ];
  for (const [args, sentence] of refusals) {
    const why = await test.refusal("absence", args);
    assert.match(why, /^Cannot .*: Kimai forbids it, .* \(403\)$/);
    assert.match(why, sentence);
  }
});

Deno.test("an id that does not exist is told apart from a missing plugin", async () => {
  await using test = await withPlugin({ user: "super" });
  for (const action of ["list", "attendance"]) {
    assert.equal(
      await test.refusal("absence", { action, filters: { user: 99 } }),
      "Kimai shows you no user 99 (404): the id is wrong, or your role does not show this person; list the users to find the id",
    );
  }
  assert.match(
    await test.refusal("absence", { action: "approve", id: 99 }),
    /^Kimai has nothing for PATCH \/absences\/99\/confirm \(404\)/,
  );
});

Deno.test("only a 404 to somebody else's id is said to be that of an unknown user", async () => {
  for (
    const [status, sentence] of [
      [404, /^This Kimai does not offer GET \/absences \(404\): /],
      [405, /^This Kimai does not offer GET \/absences \(405\): /],
      [410, /^This Kimai no longer offers GET \/absences \(410\): /],
    ] as const
  ) {
    await using own = await withPlugin({ intercept: answering(/absences\?/, status) });
    assert.match(await own.refusal("absence", { action: "list" }), sentence);
    if (status === 404) continue;
    const somebody = { action: "list", filters: { user: 4 } };
    await using other = await withPlugin({
      user: "super",
      intercept: answering(/absences\?/, status),
    });
    assert.match(await other.refusal("absence", somebody), sentence);
  }
});

Deno.test("batches report every item under the right word, and fail only when nothing was done (B-10)", async () => {
  await using test = await withPlugin({ user: "super" });
  const approved = await test.call("absence", { action: "batch_approve", ids: [3, 4, 99, "4"] });
  assert.match(
    approved.text,
    /^Batch Approve Complete\n✓ Approved: 2 absences\n✗ Failed: 1\n {2}- ID 99: Kimai has nothing for/,
  );
  assert.match(
    await test.refusal("absence", { action: "batch_reject", ids: [3, 4] }),
    /^Nothing was done: Reject failed for all absences\n {2}- ID 3: Kimai refused to reject it .*\n {2}- ID 4/,
  );
  const [id] = await leaveInKimai(test, {}, "user", false);
  const rejected = await test.call("absence", { action: "batch_reject", ids: [id] });
  assert.equal(rejected.text, "Batch Reject Complete\n✓ Rejected: 1 absences");
  const deleted = await test.call("absence", { action: "batch_delete", ids: [1, 2, 3, 4, id] });
  assert.equal(deleted.text, "Batch Delete Complete\n✓ Deleted: 5 absences");
});

const everyAction: Data[] = [
  { action: "list" },
  { action: "list", filters: { user_scope: "all" } },
  { action: "statistics" },
  { action: "types" },
  create({}),
  create({ date: "2025-09-01", end: "2026-03-31" }),
  { action: "delete", id: 1 },
  { action: "approve", id: 1 },
  { action: "reject", id: 1 },
  { action: "request", id: 1 },
  { action: "attendance" },
  { action: "batch_delete", ids: [1, 2] },
  { action: "batch_approve", ids: [1, 2] },
  { action: "batch_reject", ids: [1, 2] },
];

Deno.test("a missing plugin is said once, in a sentence that tells what still works (K-30)", async () => {
  for (const args of everyAction) {
    await using test = await withKimai({ user: "super" });
    assert.equal(
      await test.refusal("absence", args),
      "This Kimai has no absences and no public holidays: they come with its plugin for work contracts (WorkContractBundle), which is not installed; booking time, teams and statistics of time work without it",
      JSON.stringify(args),
    );
    assert(!posts(test).some((request) => request.startsWith("POST")));
  }
});

Deno.test("attendance: approved absences are absent, pending ones are told apart, days default to today", async () => {
  await using test = await withPlugin({ user: "super" });
  await leaveInKimai(test, { date: "2026-11-20", type: "sickness" });
  await leaveInKimai(test, { date: "2026-11-20", halfDay: true }, "admin");
  await leaveInKimai(test, { date: "2026-11-20" }, "lead", false);
  const { text, structured } = await test.call("absence", { action: "attendance" });
  assert.equal(
    text,
    [
      "Attendance Report for Friday, 20 Nov 2026",
      "",
      "Present (3 of 5)",
      "✓ lead (3), super (1), user2 (5)",
      "",
      "Present for a part of the day (1)",
      "◐ admin (2): Holiday, half the day",
      "",
      "Absent (1)",
      "✗ user (4): Sickness",
      "",
      "Asked for and not approved, so not counted as absent (1)",
      "… lead (3): Holiday (new)",
    ].join("\n"),
  );
  const { result } = structured as { result: Data };
  assert.deepEqual(written(result.absent), [{
    id: 4,
    name: "user",
    reasons: [{ type: "sickness", label: "Sickness" }],
  }]);
});

Deno.test("attendance: today is the caller's day in Kimai, not the server's", async () => {
  await using test = await withPlugin({ user: "user2", now: "2026-11-21T03:00:00Z" });
  assert.equal((await test.result("absence", { action: "attendance" })).date, "2026-11-20");
});

Deno.test("attendance: the date is taken from `data` as well, and two different ones are refused (B-7)", async () => {
  await using test = await withPlugin();
  const nested = { action: "attendance", data: { date: "2024-12-29" } };
  assert.equal((await test.result("absence", nested)).date, "2024-12-29");
  const readme = await test.call("absence", { action: "attendance", date: "2024-12-29" });
  assert.match(
    readme.text,
    /^Attendance Report for Sunday, 29 Dec 2024\nWeekend: present means no more than not absent\n/,
  );
  assert.equal(
    await test.refusal("absence", { ...nested, date: "2024-12-30" }),
    "Cannot tell which day is meant: date is 2024-12-30, data.date is 2024-12-29, leave one out",
  );
});

Deno.test("attendance: a failed look-up is unknown, never present (B-7)", async () => {
  await using test = await withPlugin({
    user: "super",
    intercept: answering(/absences\?user=5&/, 500),
  });
  const { text, structured } = await test.call("absence", { action: "attendance" });
  const { result } = structured as { result: Record<string, { id: number }[]> };
  assert.deepEqual(result.unknown.map(({ id }) => id), [5]);
  assert(!result.present.some(({ id }) => id === 5));
  assert.match(
    text,
    /\nUnknown, their absences could not be read \(1\)\n\? user2 \(5\): Kimai failed/,
  );
});

Deno.test("attendance: public holidays are said, and that they are not known too", async () => {
  const args = { action: "attendance", date: "2026-12-25" };
  await using test = await withPlugin();
  const { text } = await test.call("absence", args);
  assert.match(text, /^Attendance .*\nPublic holiday: Christmas Day \(Germany\)\n/);
  await using failing = await withPlugin({ intercept: answering(/public-holidays/, 403) });
  assert.match(
    (await failing.call("absence", args)).text,
    /^Note: public holidays are not known: Kimai forbids GET \/public-holidays/m,
  );
});

Deno.test("attendance and lists are German where the caller's Kimai is", async () => {
  await using test = await withPlugin();
  await leaveInKimai(test, { date: "2026-11-20" });
  await test.kimai("/users/4", "super", {
    method: "PATCH",
    body: JSON.stringify({ language: "de" }),
  });
  const { text } = await test.call("absence", { action: "attendance" });
  assert.match(text, /^Anwesenheit am Freitag, 20\. Nov 2026\n/);
  assert.match(text, /\nAnwesend \(0 von 1\)\n\nAbwesend \(1\)\n✗ user \(4\): Urlaub$/);
  const listed = await test.call("absence", { action: "list" });
  assert.match(
    listed.text,
    /^Gefunden: 2 Abwesenheiten, eigene: 2 Tage, 16:00 h in 2 Einträgen\n\n5 Fr 20\. Nov 2026: Urlaub, 1 Tag, 8:00 h, genehmigt\n/,
  );
  const half = await test.call("absence", create({ halfDay: true }));
  assert.match(
    half.text,
    /^Created absence ID 6 for holiday \(half day\) on 2026-11-24\nUrlaub: 0,5 Tage, 4:00 h, neu$/,
  );
  const moved = await test.call("absence", { action: "request", id: 6 });
  assert.match(
    moved.text,
    /^Requested approval for absence ID 6\nuser \(4\), Di 24\. Nov 2026: Urlaub, 0,5 Tage, 4:00 h, halber Tag, beantragt$/,
  );
  const sums = await test.call("absence", { action: "statistics", breakdown_by_month: true });
  assert.equal(
    sums.text,
    [
      "Statistik der Abwesenheiten, alle Personen: 2,5 Tage, 20:00 h in 3 Einträgen, 1 Person, 2,5 Tage je Person",
      "Hinweis: sonst ist niemand da, oder die Rolle in Kimai zeigt sonst niemanden (Recht view_user oder view_team)",
      "",
      "Nach Art",
      "- Urlaub: 1,5 Tage, 12:00 h in 2 Einträgen, 60 %",
      "- Zeitausgleich: 1 Tag, 8:00 h in 1 Eintrag, 40 %",
      "",
      "Nach Status",
      "- beantragt: 1,5 Tage, 12:00 h in 2 Einträgen, 60 %",
      "- genehmigt: 1 Tag, 8:00 h in 1 Eintrag, 40 %",
      "",
      "Die meisten Tage",
      "- user (4): 2,5 Tage, 20:00 h in 3 Einträgen, 100 % (Urlaub 1,5, Zeitausgleich 1)",
      "",
      "Nach Monat",
      "- 2026-11: 1,5 Tage, 12:00 h in 2 Einträgen, 60 %",
      "- 2026-12: 1 Tag, 8:00 h in 1 Eintrag, 40 %",
    ].join("\n"),
  );
});

Deno.test("attendance: disabled users are left out, and one person can be asked for", async () => {
  await using test = await withPlugin({ user: "super" });
  test.demo.state.users.get(5)!.enabled = false;
  const { present } = await test.result("absence", { action: "attendance" });
  assert.deepEqual(present.map(({ id }: { id: number }) => id), [2, 3, 1, 4]);
  const one = { action: "attendance", filters: { user: 4 } };
  assert.deepEqual((await test.result("absence", one)).present, [{ id: 4, name: "user" }]);
  const self = { action: "attendance", filters: { user_scope: "self" } };
  assert.deepEqual((await test.result("absence", self)).present, [{ id: 1, name: "super" }]);
});

Deno.test("days in words are those ahead, people can be named", async () => {
  await using test = await withPlugin({ user: "super" });
  const data = { date: "Montag", end: "1. Dezember", user: "user2" };
  const { text } = await test.call("absence", create(data));
  assert.match(text, /^Created 7 absence\(s\) for holiday\nPeriod: 2026-11-23 to 2026-12-01 /);
  const filters = { user: "user2", begin: "yesterday", end: "2026-11-24" };
  assert.equal((await test.result("absence", { action: "list", filters })).entries, 2);
  const when = { action: "attendance", date: "tomorrow" };
  assert.equal((await test.result("absence", when)).date, "2026-11-21");
  for (const date of ["someday", "next week", "tomorrow 9:00"]) {
    assert.match(await test.refusal("absence", create({ date })), /Cannot read|a day is wanted/);
  }
});

Deno.test("a user beside a scope is taken where he fits it, is told where he is ignored, and refused else", async () => {
  await using test = await withPlugin();
  const list = (filters: Data) => test.call("absence", { action: "list", filters });
  assert.match((await list({ user_scope: "self", user: "user" })).text, /for current user: /);
  assert.match(
    (await list({ user_scope: "all", user: 5 })).text,
    /^Note: user 5 was ignored, because user_scope "all" is everybody; leave user_scope out for that user alone$/m,
  );
  assert.equal(
    (await list({ user_scope: "self", user: 5 })).text,
    'Cannot list user 5 with user_scope "self", which is you, user 4: leave user_scope out to list user 5, or the user to list yourself',
  );
});

Deno.test("who can be asked is asked before several absences are deleted", async () => {
  const questions: string[] = [];
  let says = false;
  await using test = await withPlugin({
    person: (question) => {
      questions.push(question);
      return { action: "accept", content: { confirm: says } };
    },
  });
  await test.result("absence", create({}));
  const both = { action: "batch_delete", ids: [3, 5] };
  assert.equal(
    await test.refusal("absence", both),
    "Nothing was deleted: asked about 2 absences, the person said no",
  );
  says = true;
  assert.deepEqual((await test.result("absence", both)).done, [3, 5]);
  assert.deepEqual(questions, Array(2).fill("Delete for good 2 absences?"));
  await test.result("absence", create({}));
  await test.result("absence", { action: "batch_delete", ids: [6] });
  assert.equal(questions.length, 2);
});

Deno.test("hours of a day may be a number alone, as Kimai takes it, and are read back", async () => {
  await using test = await withPlugin();
  for (const [duration, time] of [["8", "8:00"], ["1,5", "1:30"], [4, "4:00"]] as const) {
    const date = `2026-11-${duration === "8" ? 24 : duration === 4 ? 25 : 26}`;
    const { text } = await test.call("absence", create({ type: "time_off", date, duration }));
    assert.match(text, new RegExp(`\nduration was read as ${time} h a day$`));
  }
  assert.deepEqual(
    posts(test).map((post) => /"duration":"(.*?)"/.exec(post)?.[1]),
    ["08:00", "01:30", "04:00"],
  );
});

Deno.test("days may be written with one digit, as the reference took them", async () => {
  await using test = await withPlugin();
  const { begin, end } = await test.result(
    "absence",
    create({ date: "2027-1-5", end: "2027-1-6" }),
  );
  assert.deepEqual([begin, end], ["2027-01-05", "2027-01-06"]);
});

Deno.test("whose week begins on Sunday means the Sunday before with this week's", async () => {
  await using test = await withPlugin();
  const own = { method: "PATCH", body: '[{"name":"first_weekday","value":"sunday"}]' };
  const on = async () =>
    (await test.result("absence", { action: "attendance", date: "this sunday" })).date;
  assert.equal(await on(), "2026-11-22");
  await test.kimai("/users/4/preferences", "user", own);
  test.setNow("2026-11-20T10:00:00Z");
  assert.equal(await on(), "2026-11-15");
});

Deno.test("a person whom one may not create absences for is told as such", async () => {
  await using test = await withPlugin();
  assert.match(
    await test.refusal("absence", create({ user: 5 })),
    /^Cannot create this absence: Kimai takes none for this user, .*contract_other_profile/,
  );
});

Deno.test("what is wrong is refused by name, before anything is sent", async () => {
  await using test = await withPlugin();
  const refusals: [Data, RegExp][] = [
    [
      { action: "create", data: { end: "2026-11-20" } },
      /"data\.date" is missing; "data\.type" is missing; "data\.comment" is missing/,
    ],
    [create({ comment: " " }), /"data\.comment" is " "/],
    [create({ date: 20261124 }), /"data\.date" is 20261124: a date is text/],
    [create({ date: "2026-02-30" }), /"data\.date" is "2026-02-30": .*does not exist/],
    [create({ date: "2026-02-20T10:00" }), /a day is wanted, such as 2026-11-20, without a time/],
    [create({ duration: "90" }), /a number alone may be hours or minutes/],
    [create({ duration: "25:00" }), /^Cannot create an absence of 25:00 h a day: write hours/],
    [create({ halfday: true }), /"halfday" is not a field of "data"/],
    [{ action: "list", filters: { status: "new" } }, /"filters\.status" is "new"/],
    [
      { action: "list", filters: { begin: "2026-11-20", end: "2026-11-19" } },
      /^Cannot read absences from 2026-11-20 to 2026-11-19: the end is before the begin$/,
    ],
    [{ action: "list", filters: { user_scope: "specific" } }, /"user" is missing/],
    [{ action: "attendance", filters: { begin: "2026-11-20" } }, /"begin" is not a field of/],
    [{ action: "approve" }, /"id" is missing/],
    [{ action: "batch_delete" }, /"ids" is missing/],
    [{ action: "statistics", group_by: "team" }, /"group_by" is "team"/],
  ];
  for (const [args, sentence] of refusals) {
    assert.match(await test.refusal("absence", args), sentence, JSON.stringify(args));
  }
  assert.deepEqual(test.requests, []);
});
