/**
 * Every role at every guarded request.
 */
import assert from "node:assert/strict";
import { outcomesOf, ROLE_ROWS } from "./roles.ts";

for (const one of ROLE_ROWS) {
  const body = one.body === undefined ? "" : ` ${JSON.stringify(one.body)}`;
  const given = one.given ? " (prepared)" : "";
  Deno.test(`roles: ${one.request}${body}${given}`, async () => {
    assert.deepEqual(await outcomesOf(one), one.outcomes);
  });
}
