import assert from "node:assert/strict";
import { entities, types } from "../../src/connectors/kimai/entities.ts";
import { createServer } from "../support/server.ts";
import { calls } from "./calls.ts";

Deno.test("every action of every tool has a call, of entity for every type", async () => {
  const { offers } = await createServer().catalogue();
  const offered = offers.flatMap(({ tool, actions }) => {
    if (tool.name !== "entity") return actions.map((action) => `${tool.name} ${action}`);
    return types.flatMap((type) => {
      const { verbs } = entities[type];
      const all = verbs.includes("delete") ? [...verbs, "batch_delete"] : verbs;
      return all.map((verb) => `entity ${type} ${verb}`);
    });
  });
  assert.deepEqual(calls.map(({ name }) => name).toSorted(), offered.toSorted());
});

Deno.test("every action that the golden files show has a call", async () => {
  const golden = new URL("../golden/", import.meta.url);
  for await (const { name } of Deno.readDir(golden)) {
    const { inputSchema } = JSON.parse(await Deno.readTextFile(new URL(name, golden)));
    const tool = calls.filter((call) => call.tool === name.replace(".json", ""));
    assert(tool.length > 0, name);
    const shown: string[] | undefined = inputSchema.properties.action?.enum;
    if (!shown) continue;
    const called = new Set(tool.map(({ args }) => args.action));
    assert.deepEqual([...called].sort(), shown.toSorted(), name);
  }
});
