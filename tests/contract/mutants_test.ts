/**
 * Proves that the contract is tight: for every row of the permission table and of the forms, taking
 * it away or giving it to everybody turns at least one case red.
 */
import assert from "node:assert/strict";
import { type FormName, FORMS } from "../../src/connectors/kimai/demo/form_tables.ts";
import { PERMISSIONS } from "../../src/connectors/kimai/demo/permissions.ts";
import type { Tables } from "../../src/connectors/kimai/demo/state.ts";
import { formCases } from "./cases/forms.ts";
import { contractCases } from "./cases/contracts.ts";
import { outcomesOf, ROLE_ROWS, type RoleRow } from "./roles.ts";
import { type Case, runCase } from "./world.ts";

/** A table that notes which of its rows were asked for. */
function noting(): { tables: Partial<Tables>; asked: Set<string> } {
  const asked = new Set<string>();
  const permissions = new Proxy(PERMISSIONS, {
    get(table, name: string) {
      asked.add(name);
      return table[name];
    },
  });
  return { tables: { permissions }, asked };
}

/** For each permission the rows of the role table that ask for it. */
async function rowsByPermission(): Promise<Map<string, RoleRow[]>> {
  const rows = new Map<string, RoleRow[]>();
  for (const row of ROLE_ROWS) {
    const { tables, asked } = noting();
    await outcomesOf(row, tables);
    for (const name of asked) rows.set(name, [...rows.get(name) ?? [], row]);
  }
  return rows;
}

/** Does some row of the role table notice the change? */
async function isNoticed(rows: RoleRow[], permissions: Record<string, string>): Promise<boolean> {
  for (const row of rows) {
    const outcomes = await outcomesOf(row, { permissions });
    if (outcomes.some((outcome, index) => outcome !== row.outcomes[index])) return true;
  }
  return false;
}

Deno.test("mutants: every permission is held down by a row of the role table", async () => {
  const rows = await rowsByPermission();
  const survivors: string[] = [];
  for (const [name, letters] of Object.entries(PERMISSIONS)) {
    for (const changed of ["", "UTAS"]) {
      // Who has ROLE_USER has what it holds, and everybody has ROLE_USER.
      if (changed === letters || (changed !== "" && letters.includes("U"))) continue;
      const permissions = { ...PERMISSIONS, [name]: changed };
      if (!await isNoticed(rows.get(name) ?? [], permissions)) {
        survivors.push(`${name}: "${letters}" → "${changed}"`);
      }
    }
  }
  assert.deepEqual(survivors, []);
});

/** Does some case fail with these forms? */
async function fails(cases: readonly Case[], forms: Tables["forms"]): Promise<boolean> {
  for (const one of cases) {
    try {
      await runCase(one, { forms });
    } catch {
      return true;
    }
  }
  return false;
}

for (const name of Object.keys(FORMS) as FormName[]) {
  Deno.test(`mutants: every field of the form "${name}" is held down by a case`, async () => {
    const survivors: string[] = [];
    for (const [index, row] of FORMS[name].entries()) {
      const without = FORMS[name].toSpliced(index, 1);
      const changes = [without];
      if (row.needs || row.verb) {
        changes.push(FORMS[name].with(index, { ...row, needs: undefined, verb: undefined }));
      }
      for (const rows of changes) {
        if (!await fails([...formCases, ...contractCases], { ...FORMS, [name]: rows })) {
          survivors.push(`${row.name} ${rows === without ? "dropped" : "for everybody"}`);
        }
      }
    }
    assert.deepEqual(survivors, []);
  });
}
