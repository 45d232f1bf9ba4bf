import assert from "node:assert/strict";
import { tools } from "../../src/cli/tools.ts";
import type { CommandContext } from "../../src/cli/command.ts";
import { createCatalogue } from "../../src/mcp/catalogue.ts";
import { clockTool } from "../mcp/support.ts";
import { commandContext } from "../support/command.ts";
import { withOutput } from "../support/output.ts";

function contextOf(json: boolean): CommandContext {
  const catalogue = createCatalogue([{ id: "library", tools: [clockTool] }]);
  return commandContext({ settings: { json }, catalogue: () => Promise.resolve(catalogue) });
}

Deno.test("tools: each tool with its size, and the sum", async () => {
  const { out, value } = await withOutput(() => tools.run(contextOf(false)));
  assert.equal(value, 0);
  assert.equal(
    out,
    [
      "Tool   Bytes  Tokens (about)  Title",
      "clock    130              30  Clock",
      "all      130              30",
      "",
    ].join("\n"),
  );
});

Deno.test("tools: --json prints the definitions with their sizes", async () => {
  const { out } = await withOutput(() => tools.run(contextOf(true)));
  const [clock] = JSON.parse(out);
  assert.deepEqual([clock.name, clock.bytes, clock.tokens], ["clock", 130, 30]);
  assert.equal(clock.annotations.readOnlyHint, true);
});
