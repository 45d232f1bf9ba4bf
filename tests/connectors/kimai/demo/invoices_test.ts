import assert from "node:assert/strict";
import { createWorld } from "../../../contract/world.ts";
import { prepare } from "../parity_entity.ts";

Deno.test("no invoices are one empty page", async () => {
  const { body, headers } = await createWorld().ask("lead", "GET /invoices");
  assert.deepEqual([body, headers.get("X-Total-Pages")], [[], "1"]);
});

Deno.test("a document is sent as an attachment, byte for byte, with the type of its name", async () => {
  const types = {
    pdf: "application/pdf",
    html: "text/html; charset=UTF-8",
    ods: "application/octet-stream",
  };
  for (const [ending, type] of Object.entries(types)) {
    const { kimai, run } = createWorld();
    await run([["super", "POST /customers", { name: "Harbour" }]]);
    prepare(kimai);
    const file = new Uint8Array([0, 255, 10]);
    Object.assign(kimai.state.invoices.get(1)!, { file, invoiceFilename: `R-1.${ending}` });
    const response = await kimai.fetch("https://kimai.test/api/invoices/1/download", {
      headers: { Authorization: `Bearer ${kimai.tokens.lead}` },
    });
    assert.equal(response.headers.get("Content-Type"), type);
    assert.equal(response.headers.get("Content-Disposition"), `attachment; filename=R-1.${ending}`);
    assert.deepEqual(await response.bytes(), file);
  }
});
