import assert from "node:assert/strict";
import { type KimaiTest, type KimaiTestOptions, withKimai } from "../../support/kimai.ts";

const set = (preferences: unknown[], id: unknown = 4) => ({
  type: "user",
  action: "set_preferences",
  id,
  preferences,
});

const notFound = () => Response.json({ code: 404, message: "Not Found" }, { status: 404 });

/** A Kimai whose preferences answer 404 as long as `isMissing` says so. */
function kimaiWith(
  isMissing: (names: string[]) => boolean,
  options: KimaiTestOptions = {},
): Promise<KimaiTest> {
  return withKimai({
    user: "super",
    ...options,
    intercept: async (request, next) => {
      if (!request.url.endsWith("/preferences")) return next();
      const body = await request.clone().json() as { name: string }[];
      return isMissing(body.map(({ name }) => name)) ? notFound() : next();
    },
  });
}

Deno.test("preferences are set under the names that people use, and all are shown", async () => {
  await using test = await withKimai({ user: "super" });
  const { text } = await test.call(
    "entity",
    set([
      { name: "Annual_Leave", value: "30" },
      { name: "work_monday", value: "8h" },
      { name: "work_tuesday", value: 27000 },
      { name: "public_holiday_group", value: "" },
    ]),
  );
  assert.equal(
    test.requests[0],
    `PATCH /users/4/preferences [{"name":"holidays","value":"30"},{"name":"work_monday","value":"28800"},` +
      `{"name":"work_tuesday","value":"27000"},{"name":"public_holiday_group","value":""}]`,
  );
  assert.match(
    text,
    /^Updated preferences for user \(ID: 4\)\n\nUpdated preferences:\n {2}- Annual_Leave: 30\n/,
  );
  assert.match(text, /\n\nAll current preferences:\n(.*\n)* {2}- work_monday: 28800 \(8:00 h\)\n/);
  const { preferences } = await test.kimai("/users/4");
  const held = new Map(preferences.map(({ name, value }: Record<string, string>) => [name, value]));
  assert.deepEqual([held.get("holidays"), held.get("work_tuesday")], ["30", "27000"]);
});

Deno.test("the contract's type is said before the hours of a week, by itself", async () => {
  const bodies: unknown[] = [];
  await using test = await withKimai({
    user: "super",
    intercept: async (request, next) => {
      if (!request.url.endsWith("/preferences")) return next();
      bodies.push(await request.clone().json());
      return Response.json({ id: 4, username: "user", preferences: [] });
    },
  });
  const wanted = [
    { name: "weekly_hours", value: "40h" },
    { name: "contract_type", value: "week" },
    { name: "holidays", value: "30" },
  ];
  await test.result("entity", set(wanted));
  assert.deepEqual(bodies, [
    [{ name: "work_contract_type", value: "week" }],
    [{ name: "hours_per_week", value: "144000" }, { name: "holidays", value: "30" }],
  ]);
});

Deno.test("hours where seconds are meant are refused before anything is sent", async () => {
  await using test = await withKimai({ user: "super" });
  const refusals: [unknown, RegExp][] = [
    [
      { name: "hours_per_week", value: "40" },
      /^Cannot set hours_per_week to 40: it is in seconds, write 144000 or 40h$/,
    ],
    [{ name: "work_friday", value: 6 }, /^Cannot set work_friday to 6: .* write 21600 or 6h$/],
    [{ name: "work_friday", value: "long" }, /^Cannot read "long" as a duration/],
    [{ name: "holidays" }, /"preferences\.0\.value" is missing/],
  ];
  for (const [preference, sentence] of refusals) {
    assert.match(await test.refusal("entity", set([preference])), sentence);
  }
  assert.match(await test.refusal("entity", set([])), /"preferences" is missing/);
  assert.deepEqual(test.requests, []);
});

Deno.test("a preference that Kimai does not know is named with those that it has", async () => {
  await using test = await withKimai({ user: "super" });
  const why = await test.refusal("entity", set([{ name: "moon", value: "1" }]));
  assert.match(
    why,
    /^Cannot set preferences of user 4: Kimai knows no moon \(404\), it has work_contract_type, /,
  );
});

Deno.test("hours of a week that Kimai does not know yet: the type is missing", async () => {
  await using test = await kimaiWith((names) => names.includes("hours_per_week"));
  const hours = { name: "hours_per_week", value: "144000" };
  assert.match(
    await test.refusal("entity", set([hours])),
    /^Cannot set preferences of user 4: .* work_contract_type "week", which is sent first/,
  );
  const both = [hours, { name: "work_contract_type", value: "week" }];
  assert.match(
    await test.refusal("entity", set(both)),
    /^Cannot set preferences of user 4 but work_contract_type: /,
  );
});

Deno.test("a contract that an older Kimai has not made yet: where to open it, in one's own language", async () => {
  await using test = await withKimai({
    user: "super",
    settings: { kimai_url: "https://kimai.test/api/" },
    intercept: async (request, next) => {
      if (request.url.endsWith("/preferences")) return notFound();
      const answer = await next();
      if (!request.url.endsWith("/users/4")) return answer;
      return Response.json({ ...await answer.json(), preferences: [] });
    },
  });
  await test.kimai("/users/1", "super", { method: "PATCH", body: `{"language":"fr"}` });
  assert.equal(
    await test.refusal("entity", set([{ name: "holidays", value: "30" }])),
    "Cannot set preferences of user 4: Kimai does not know the work contract of user (404): since 2.61 it makes one by itself, before that open https://kimai.test/fr/profile/user/contract once and save it",
  );
});

Deno.test("whoever may not is told who may", async () => {
  await using test = await withKimai({ user: "user" });
  const holidays = [{ name: "holidays", value: "30" }];
  const sentence = /lets system administrators, and everybody himself, the work contract apart, do/;
  assert.match(await test.refusal("entity", set(holidays)), sentence);
  assert.match(await test.refusal("entity", set(holidays, 5)), sentence);
  const own = [{ name: "first_weekday", value: "sunday" }];
  assert.equal((await test.result("entity", set(own))).user.id, 4);
});
