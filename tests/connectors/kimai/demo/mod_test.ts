import assert from "node:assert/strict";
import { createDemoKimai } from "../../../../src/connectors/kimai/demo/mod.ts";

const now = () => Temporal.Instant.from("2026-03-10T09:20:30Z");

Deno.test("the agency's default user is a lead with a token", async () => {
  const kimai = createDemoKimai({ now });
  const headers = { Authorization: `Bearer ${kimai.tokens[kimai.defaultUser]}` };
  const response = await kimai.fetch("https://any.example/api/users/me", { headers });
  const { username, roles } = await response.json();
  assert.deepEqual([username, roles], ["lena", ["ROLE_TEAMLEAD"]]);
});

Deno.test("two embedded Kimais share nothing", () => {
  const [one, two] = [
    createDemoKimai({ now, seed: "empty" }),
    createDemoKimai({ now, seed: "empty" }),
  ];
  one.configure("timesheet.mode", "punch");
  assert.deepEqual([one, two].map(({ state }) => state.config("timesheet.mode")), [
    "punch",
    "default",
  ]);
});

Deno.test("a signal that is aborted already is honoured", async () => {
  const { fetch } = createDemoKimai({ now, seed: "empty" });
  await assert.rejects(fetch("https://any.example/api/ping", { signal: AbortSignal.abort() }), {
    name: "AbortError",
  });
});

Deno.test("an unknown row of the configuration is refused", () => {
  const kimai = createDemoKimai({ now, seed: "empty" });
  assert.throws(() => kimai.configure("timesheet.mood", "good"), /timesheet\.mood/);
});
