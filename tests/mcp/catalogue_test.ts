import assert from "node:assert/strict";
import { createCatalogue, definitionOf } from "../../src/mcp/catalogue.ts";
import { clockTool, shelfTool } from "./support.ts";

const toolbox = { id: "library", tools: [shelfTool, clockTool] };

Deno.test("a catalogue offers all tools with their two faces, found by name", () => {
  const catalogue = createCatalogue([toolbox]);
  assert.deepEqual(catalogue.offers.map((offer) => offer.tool.name), ["shelf", "clock"]);
  assert.equal(catalogue.find("clock")?.upstream, "library");
  assert.equal(catalogue.find("watch"), undefined);
});

Deno.test("read-only leaves out actions, not whole tools, and annotations follow", () => {
  const shelf = createCatalogue([toolbox], { readOnly: true }).find("shelf");
  assert.deepEqual(shelf?.actions, ["list"]);
  assert.equal(shelf?.annotations.readOnlyHint, true);
  assert.deepEqual(shelf?.wire.schema().properties?.action.enum, ["list"]);
});

Deno.test("a tool that only writes is not offered read-only", () => {
  const { list: _, ...actions } = shelfTool.actions;
  const tools = [{ ...shelfTool, actions }];
  assert.deepEqual(createCatalogue([{ ...toolbox, tools }], { readOnly: true }).offers, []);
});

Deno.test("two tools of one name are refused", () => {
  assert.throws(
    () => createCatalogue([toolbox, { ...toolbox, id: "other" }]),
    /^Error: Tool "shelf" exists twice, in library and other$/,
  );
});

Deno.test("a definition is what tools/list shows", () => {
  const offer = createCatalogue([toolbox]).find("clock")!;
  assert.deepEqual(definitionOf(offer), {
    name: "clock",
    title: "Clock",
    description: "The time.",
    inputSchema: { type: "object", properties: { zone: { type: "string", default: "UTC" } } },
    outputSchema: offer.outputSchema(),
    annotations: {
      title: "Clock",
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
  });
});
