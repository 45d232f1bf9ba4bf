import assert from "node:assert/strict";
import { type Asked, selectTools } from "../../src/mcp/selection.ts";

const sets = { always: ["status"], time: ["timer", "timesheet"], insight: ["report"] };
const nothing: Asked = { tools: [], toolsets: [], exclude: [] };

function selected(asked: Partial<Asked>): string[] {
  return [...selectTools(sets, { ...nothing, ...asked })].sort();
}

Deno.test("nothing asked for means every tool", () => {
  assert.deepEqual(selected({}), ["report", "status", "timer", "timesheet"]);
});

Deno.test("sets and tools add up, and what is always on stays", () => {
  assert.deepEqual(selected({ toolsets: ["insight"] }), ["report", "status"]);
  assert.deepEqual(selected({ tools: ["timer"] }), ["status", "timer"]);
  assert.deepEqual(selected({ tools: ["timer"], toolsets: ["insight"] }), [
    "report",
    "status",
    "timer",
  ]);
});

Deno.test("what is left out is off, whoever else asked for it", () => {
  assert.deepEqual(selected({ exclude: ["status", "timer"] }), ["report", "timesheet"]);
  assert.deepEqual(selected({ tools: ["timer"], exclude: ["timer"] }), ["status"]);
});

Deno.test("names that do not exist are all refused", () => {
  assert.throws(() => selected({ tools: ["tmer"], toolsets: ["times"] }), {
    name: "UserError",
    message:
      'There is no tool "tmer", choose from status, timer, timesheet, report; There is no toolset "times", choose from time, insight',
  });
});
