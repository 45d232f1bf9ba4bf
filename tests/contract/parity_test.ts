import assert from "node:assert/strict";
import { entities, types, type Verb } from "../../src/connectors/kimai/entities.ts";
import type { JsonSchema } from "../../src/mcp/wire.ts";
import { createServer } from "../support/server.ts";
import { entityFields, parameters } from "./parity/parameters.ts";
import { argumentsOf, type Case, run } from "./parity/row.ts";
import { rows } from "./parity/rows.ts";

for (const row of rows) {
  const call = `${row.tool} ${JSON.stringify(argumentsOf(row))}`;
  Deno.test(`parity: ${call} by ${row.user}`, () => run(row));
}

/** Rows as `tool action`, of entity `entity type action`. */
function callOf({ tool, type, action }: Case): string {
  return [tool, type, action].filter((part) => part !== undefined).join(" ");
}

/** The actions on a type: what Kimai offers there, and what we make of it. */
function actionsOf(verbs: readonly Verb[]): string[] {
  return verbs.includes("delete") ? [...verbs, "batch_delete"] : [...verbs];
}

Deno.test("every action of every tool has a row, of entity for every type, and every row is of one", async () => {
  const { offers } = await createServer().catalogue();
  const all = offers.flatMap(({ tool, actions }) =>
    tool.name === "entity"
      ? types.flatMap((type) =>
        actionsOf(entities[type].verbs).map((verb) => `entity ${type} ${verb}`)
      )
      : actions.map((action) => `${tool.name} ${action}`)
  );
  const covered = new Set(rows.map(callOf));
  assert.deepEqual(all.filter((call) => !covered.has(call)), [], "no row");
  assert.deepEqual([...covered].filter((call) => !all.includes(call)), [], "no such action");
});

Deno.test("the actions on types are those that entity offers", async () => {
  const { actions } = (await createServer().catalogue()).find("entity")!;
  const ofTypes = new Set(types.flatMap((type) => actionsOf(entities[type].verbs)));
  assert.deepEqual([...ofTypes].sort(), actions.toSorted());
});

/** Every path of an argument with its values; lists are looked into. */
function* leaves(value: unknown, path: string): Generator<[path: string, value: unknown]> {
  yield [path, value];
  const below = Array.isArray(value)
    ? value.map((one) => ["", one] as const)
    : typeof value === "object" && value !== null
    ? Object.entries(value)
    : [];
  for (const [key, one] of below) {
    yield* leaves(one, [path, key].filter((part) => part !== "").join("."));
  }
}

/** What is written in rows, as `path` and `path=value`. */
function writtenIn(some: readonly Case[]): Set<string> {
  const paths = some.flatMap((row) => [...leaves(argumentsOf(row), "")]);
  return new Set(paths.flatMap(([path, value]) => [path, `${path}=${JSON.stringify(value)}`]));
}

Deno.test("every parameter of the reference is in a row of its tool, and every choice", () => {
  for (const [tool, names] of Object.entries(parameters)) {
    const written = writtenIn(rows.filter((row) => row.tool === tool));
    const wanted = Object.entries(names).flatMap(([name, choices]) =>
      choices.length === 0 ? [name] : choices.map((choice) => `${name}=${JSON.stringify(choice)}`)
    );
    assert.deepEqual(wanted.filter((one) => !written.has(one)), [], tool);
  }
});

Deno.test("every filter and field of the reference's entity is in a row of its type", () => {
  for (const [type, { filters, data }] of Object.entries(entityFields)) {
    const written = writtenIn(rows.filter((row) => row.tool === "entity" && row.type === type));
    const wanted = [...filters.map((one) => `filters.${one}`), ...data.map((one) => `data.${one}`)];
    assert.deepEqual(wanted.filter((one) => !written.has(one)), [], type);
  }
  assert.deepEqual(Object.keys(entityFields), [...types]);
});

Deno.test("every parameter of the reference is offered under its name, with its choices", async () => {
  const catalogue = await createServer().catalogue();
  for (const [tool, names] of Object.entries(parameters)) {
    const schema = catalogue.find(tool)!.wire.schema();
    for (const [name, choices] of Object.entries(names)) {
      if (name === "action" && choices.length === 1) continue;
      const found = name.split(".").reduce<JsonSchema | undefined>(
        (one, key) => (one?.items ?? one)?.properties?.[key],
        schema,
      );
      assert(found, `${tool} ${name}`);
      const offered = found.enum as unknown[] | undefined;
      if (offered) {
        assert.deepEqual(choices.filter((one) => !offered.includes(one)), [], `${tool} ${name}`);
      }
    }
  }
});
