import assert from "node:assert/strict";
import { UpstreamError } from "../../../src/mcp/errors.ts";
import { createDemoKimai } from "../../../src/connectors/kimai/demo/mod.ts";
import {
  entities,
  entityFor,
  explainForbidden,
  types,
} from "../../../src/connectors/kimai/entities.ts";
import { filtersFace } from "../../../src/connectors/kimai/filters.ts";

Deno.test("a verb that a row has is given, one that it lacks is refused with where it is", () => {
  assert.equal(entityFor("project", "duplicate").path, "projects");
  assert.throws(() => entityFor("tag", "duplicate"), {
    name: "UserError",
    message: "Cannot duplicate a tag: Kimai offers that for project",
  });
});

Deno.test("who may is told for verbs that exist, by permissions that Kimai has", () => {
  const { permissions } = createDemoKimai({ seed: "empty" }).state.tables;
  for (const type of types) {
    const { allowed, verbs } = entities[type];
    for (const [verb, [, permission]] of Object.entries(allowed)) {
      assert((verbs as string[]).includes(verb), `${type} ${verb}`);
      const named = permission.match(/[a-z-]+_[a-z_]+/g) ?? [];
      assert(named.length > 0);
      for (const one of named) assert(one in permissions, one);
    }
  }
});

Deno.test("a refusal for want of a right says who may, and keeps its fault; others pass unchanged", () => {
  const forbidden = new UpstreamError("forbidden", "no", { status: 403 });
  assert.throws(() => explainForbidden(entities.team, "update", "team 4")(forbidden), {
    name: "UpstreamError",
    fault: "forbidden",
    status: 403,
    message:
      "Cannot update team 4: by default Kimai lets administrators do that (permission edit_team)",
  });
  const missing = new UpstreamError("not_found", "gone");
  assert.throws(() => explainForbidden(entities.team, "update")(missing), missing);
  assert.throws(() => explainForbidden(entities.holiday, "list")(forbidden), forbidden);
});

Deno.test("what is not offered is not explained by a verb that is", () => {
  for (const type of types) {
    const { instead = {}, verbs } = entities[type];
    for (const verb of Object.keys(instead)) assert(!(verbs as string[]).includes(verb));
  }
});

Deno.test("models see one object of filters, of which each type takes its own", () => {
  const names = Object.keys(filtersFace.properties ?? {});
  const contract = ["visible", "term", "customer", "project", "globals", "page", "size"];
  const more = ["order_by", "order", "begin", "end", "customers", "status", "full"];
  for (const name of [...contract, ...more]) assert(names.includes(name), name);
});

Deno.test("a list asks Kimai for what the filters say, in Kimai's words", () => {
  assert.deepEqual(entities.tag.query({}), { name: "" });
  assert.deepEqual(entities.user.query({ full: true, order_by: "alias" }), {
    full: true,
    term: undefined,
    visible: undefined,
    order: undefined,
    orderBy: "alias",
  });
  assert.equal(entities.project.query({}).ignoreDates, 1);
});
