import assert from "node:assert/strict";
import { ref, resolve } from "../../../src/connectors/kimai/refs.ts";
import { readLate } from "../../../src/connectors/kimai/late.ts";
import { type Kimai, type KimaiSession } from "../../../src/connectors/kimai/session.ts";
import { createDirectory } from "../../../src/connectors/kimai/directory.ts";
import { me } from "../../../src/connectors/kimai/records.ts";
import { UserError } from "../../../src/mcp/errors.ts";
import { jsonSchemaOf } from "../../../src/mcp/wire.ts";

const self = me.parse({ id: 4, username: "ann", alias: "Anna Berg", timezone: "UTC" });
const acme = { id: 7, name: "ACME" };
const answers: Record<string, unknown> = {
  customers: [acme, { id: 8, name: "Globex" }],
  projects: [
    { id: 1, name: "Website", customer: 7, parentTitle: "ACME" },
    { id: 2, name: "Website", customer: 8, parentTitle: "Globex" },
    { id: 3, name: "Shop", customer: 8, parentTitle: "Globex" },
  ],
  activities: [
    { id: 1, name: "Design", project: null },
    { id: 2, name: "Design", project: 3, parentTitle: "Shop" },
    { id: 3, name: "Review", project: 3, parentTitle: "Shop" },
  ],
  "timesheets/recent": [{
    id: 1,
    begin: "2026-11-20T09:00:00+0000",
    project: { id: 2, name: "Website", customer: 8 },
    activity: null,
    user: 4,
  }],
  users: [{ id: 4, username: "ann", alias: "Anna Berg" }, { id: 5, username: "ben" }],
};

function session(changes: Record<string, unknown> = {}): KimaiSession {
  const all = { ...answers, ...changes };
  const request =
    ((_method: string, path: string[]) => Promise.resolve(all[path.join("/")])) as Kimai[
      "request"
    ];
  const now = () => Temporal.Instant.from("2026-11-20T09:00:00Z");
  return {
    kimai: {
      request,
      list: () => Promise.reject(new Error("not asked")),
      each: () => Promise.reject(new Error("not asked")),
      download: () => Promise.reject(new Error("not asked")),
    },
    url: "",
    me: () => Promise.resolve(self),
    language: () => Promise.resolve("en"),
    names: createDirectory({ request }, () => Promise.resolve(self), now),
    teams: () => Promise.reject(new Error("not asked")),
    usualWeek: undefined,
    config: () => Promise.reject(new Error("not asked")),
    now,
    progress: () => {},
    ask: () => Promise.resolve(undefined),
  };
}

Deno.test("a field takes an id, an id as text, or a name, and an action gets the id", async () => {
  const read = (value: unknown, kind: Parameters<typeof ref>[0] = "project", beside = {}) =>
    readLate({ ...beside, value: ref(kind).parse(value) }, session()).then(({ value }) => value);
  assert.equal(await read(5), 5);
  assert.equal(await read("5"), 5);
  assert.equal(await read(" Shop "), 3);
  assert.equal(await read("review", "activity", { project: 3 }), 3);
  assert.equal(await read("globex", { beside: "type" }, { type: "customer" }), 8);
  await assert.rejects(read("x", { beside: "type" }, { type: "invoice" }), {
    message: `Cannot find "invoice" by name: give its id, a whole number above 0 (in value)`,
  });
  for (const value of [0, -1, 1.5, "", " ", null, "x".repeat(201)]) {
    const { error } = ref("project").safeParse(value);
    assert.equal(error?.issues[0].message, "an id above 0 or a name is wanted");
  }
  assert.deepEqual(jsonSchemaOf(ref("project", "which")), {
    type: ["integer", "string"],
    description: "which",
  });
});

Deno.test("a name becomes its id, a user's login too, and an id stays what it is", async () => {
  assert.equal(await resolve("project", "shop", session()), 3);
  assert.equal(await resolve("customer", "Globex", session()), 8);
  assert.equal(await resolve("user", "ann", session()), 4);
  assert.equal(await resolve("user", "berg", session()), 4);
  assert.equal(await resolve("project", 99, session()), 99);
  assert.equal(await resolve("project", "ACME / Website", session()), 1);
});

Deno.test("what was booked lately decides between names that fit alike", async () => {
  assert.equal(await resolve("project", "website", session()), 2);
});

Deno.test("where several of those that fit were booked lately, none is guessed at", async () => {
  const [recent] = answers["timesheets/recent"] as Record<string, unknown>[];
  const other = { ...recent, id: 2, project: { id: 1, name: "Website", customer: 7 } };
  const world = session({ "timesheets/recent": [recent, other] });
  await assert.rejects(resolve("project", "website", world), {
    message:
      `"website" fits 2 projects, name the id of one: ACME / Website (1), Globex / Website (2)`,
  });
});

Deno.test("what is hidden is found only where nothing visible fits", async () => {
  const shop = { id: 3, name: "Shop", customer: 8, parentTitle: "Globex" };
  const hidden = { id: 4, name: "Shop", customer: 7, parentTitle: "ACME", visible: false };
  const attic = { id: 5, name: "Attic", customer: 7, parentTitle: "ACME", visible: false };
  const world = session({ projects: [hidden, shop, attic] });
  assert.equal(await resolve("project", "shop", world), 3);
  assert.equal(await resolve("project", "attic", world), 5);
});

Deno.test("an activity is looked for in its project", async () => {
  assert.equal(await resolve("activity", "design", session(), { project: 1 }), 1);
  await assert.rejects(resolve("activity", "design", session(), { project: 3 }), (error) => {
    assert(error instanceof UserError);
    assert.equal(
      error.message,
      `"design" fits 2 activities, name the id of one: Design (1), Shop / Design (2)`,
    );
    return true;
  });
});

Deno.test("what fits nothing is refused with the nearest", async () => {
  await assert.rejects(resolve("customer", "Initech", session()), {
    message: `There is no customer "Initech", the nearest are ACME (7), Globex (8)`,
  });
});
