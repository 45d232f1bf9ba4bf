import assert from "node:assert/strict";
import { absenceRoutes } from "../../../../src/connectors/kimai/demo/absences.ts";
import { CONTRACTS_PLUGIN } from "../../../../src/connectors/kimai/demo/public_holidays.ts";
import { seedContracts } from "../../../../src/connectors/kimai/demo/seed.ts";
import { createWorld } from "../../../contract/world.ts";

Deno.test("every route belongs to the plugin", () => {
  assert.deepEqual([...new Set(absenceRoutes.map((route) => route[3]))], [CONTRACTS_PLUGIN]);
});

Deno.test("a contract by the day says which days are worked", async () => {
  const world = createWorld();
  seedContracts(world.kimai.state);
  await world.run([["super", "PATCH /users/4/preferences", [
    { name: "work_contract_type", value: "day" },
    { name: "work_saturday", value: "7200" },
  ]]]);
  const range = { date: "2026-03-13", end: "2026-03-15", type: "holiday" };
  const { body } = await world.ask("user", "POST /absences", range);
  assert.deepEqual(
    body.map((row: { date: string; duration: number }) => [row.date, row.duration]),
    [
      ["2026-03-14T00:00:00+0100", 7200],
    ],
  );
});
