import assert from "node:assert/strict";
import { readFields } from "../../../src/mcp/arguments.ts";
import {
  dataFace,
  formOf,
  withoutNothing,
  type Writable,
} from "../../../src/connectors/kimai/forms.ts";
import { createDemoKimai } from "../../../src/connectors/kimai/demo/mod.ts";

const read = (type: Writable, verb: "create" | "update", data: unknown) =>
  readFields(`entity ${verb} ${type}`, formOf(type, verb), data, ["data"]);

const types: Writable[] = ["customer", "project", "activity", "user", "team", "tag"];

Deno.test("every field that Kimai takes can be written, and no other but the custom fields", () => {
  const { forms } = createDemoKimai({ seed: "empty" }).state.tables;
  // Kimai has these by permission or setting only, or for compatibility.
  const more = ["metaFields", "avatar", "username"];
  for (const type of types) {
    for (const [verb, theirs] of [["create", "create"], ["update", "edit"]] as const) {
      const kimai = forms[type].filter((row) => row.verb === undefined || row.verb === theirs)
        .map(({ name }) => name);
      const ours = Object.keys(formOf(type, verb).shape);
      // On update teams go through the teams' own endpoints.
      const extra = verb === "update" ? [...more, "teams"] : more;
      assert.deepEqual(kimai.filter((name) => !ours.includes(name)), [], `${type} ${verb}`);
      assert.deepEqual(
        ours.filter((name) => !kimai.includes(name) && !extra.includes(name)),
        [],
        `${type} ${verb}`,
      );
    }
  }
});

Deno.test("creating needs what Kimai needs, changing needs nothing", () => {
  const needed: Record<Writable, string[]> = {
    customer: ["name"],
    project: ["name", "customer"],
    activity: ["name"],
    user: ["username", "email", "plainPassword"],
    team: ["name"],
    tag: ["name"],
  };
  for (const type of types) {
    const missing = needed[type].map((field) => `"data.${field}" is missing`).sort();
    assert.throws(
      () => read(type, "create", {}),
      ({ message }: Error) => {
        const told = message.replace(`Cannot run entity create ${type}: `, "").split("; ").sort();
        assert.deepEqual(told, missing);
        return true;
      },
    );
    assert.deepEqual(read(type, "update", {}), {});
  }
});

Deno.test("values are taken as people write them and sent as Kimai wants them", () => {
  const customer = {
    country: "de",
    currency: "eur",
    number: 7,
    postCode: 20095,
    budget: "12,5",
    visible: "false",
    timeBudget: 5400,
    budgetType: "month",
  };
  assert.deepEqual(read("customer", "update", customer), {
    country: "DE",
    currency: "EUR",
    number: "7",
    postCode: "20095",
    budget: 12.5,
    visible: false,
    timeBudget: "5400s",
    budgetType: "month",
  });
  assert.deepEqual(read("project", "update", { start: "2026-11-20T09:00", end: "" }), {
    start: "2026-11-20",
    end: null,
  });
  assert.deepEqual(read("user", "update", { roles: ["role_admin", "ROLE_USER"] }), {
    roles: ["ROLE_ADMIN"],
  });
});

Deno.test("wrong values are named with what would be right", () => {
  const cases: [Writable, Record<string, unknown>, RegExp][] = [
    ["project", { end: "soon" }, /"data\.end" is "soon": Cannot read "soon" as a date/],
    ["project", { timeBudget: "100" }, /"data\.timeBudget" is "100": .*a number without quotes is/],
    ["customer", { country: "Germany" }, /"data\.country" is "Germany": a country's two letters/],
    ["customer", { budget: -1 }, /an amount not below zero/],
    ["activity", { billable: "maybe" }, /true or false is wanted/],
    ["team", { members: [{ id: 4 }] }, /"data\.members\.0\.user" is missing.*"id" is not a field/],
    ["user", { plainPassword: "longenough" }, /"plainPassword" is not a field of "data"/],
  ];
  for (const [type, data, sentence] of cases) {
    assert.throws(() => read(type, "update", data), { name: "UserError", message: sentence });
  }
});

Deno.test("a time budget is a number of seconds or a text with its unit, and Kimai gets seconds", () => {
  for (const timeBudget of [360_000, "100h", "100:00", "6000 min"]) {
    assert.deepEqual(read("activity", "update", { timeBudget }), { timeBudget: "360000s" });
  }
  for (const timeBudget of ["100", "1.5", "2 days", -1, 0.5]) {
    assert.throws(() => read("activity", "update", { timeBudget }), {
      name: "UserError",
      message:
        /"data\.timeBudget" is .*: write 100h, 1:30 or 90min; a number without quotes is sec/,
    });
  }
});

Deno.test("nothing said is nothing sent", () => {
  const data = { name: "x", comment: "", color: null, teams: [], visible: false };
  assert.deepEqual(withoutNothing(data, "create"), {
    said: { name: "x", visible: false },
    unsaid: ["comment", "color", "teams"],
  });
  assert.deepEqual(withoutNothing(data, "update"), {
    said: { name: "x", comment: "", visible: false },
    unsaid: ["color", "teams"],
  });
});

Deno.test("models see every field: with its type, or by name for each type", () => {
  const { properties = {}, description = "" } = dataFace;
  for (const type of types) {
    for (const field of Object.keys(formOf(type, "create").shape)) {
      const isNumbered = /^addressLine\d$/.test(field) && description.includes("addressLine1-3");
      const pattern = new RegExp(String.raw`\b${type}: [^;]*\b${field}\b`);
      assert(field in properties || isNumbered || pattern.test(description), `${type} ${field}`);
    }
  }
  assert.match(description, /project: customer\* /);
  assert.match(description, /user: username\* email\* plainPassword\* /);
});
