import assert from "node:assert/strict";
import { kinds, overStdio } from "../support/clients.ts";
import { program } from "../support/program.ts";

for (const kind of kinds) {
  Deno.test(`${kind}: an invoice links to its document, and the document can be read`, async () => {
    await using server = await overStdio(program(["--demo"]), kind);
    const { client } = server;
    assert.deepEqual((await client.listResources()).resources, []);
    const { resourceTemplates } = await client.listResourceTemplates();
    assert.deepEqual(resourceTemplates.map((one) => one.uriTemplate), ["kimai://invoices/{id}"]);
    const { links = [] } = await server.call("entity", { type: "invoice", action: "get", id: 1 });
    assert.equal(links.length, 1);
    const { contents: [content, ...others] } = await client.readResource({ uri: links[0].uri });
    assert.deepEqual(others, []);
    assert.equal(content.uri, "kimai://invoices/1");
    assert.equal(content.mimeType, "text/html");
    assert("text" in content);
    assert.match(content.text, /<h1>Invoice \d{4}\/001<\/h1>/);
  });

  Deno.test(`${kind}: an invoice that is not there is not found, and the connection goes on`, async () => {
    await using server = await overStdio(program(["--demo"]), kind);
    const uri = "kimai://invoices/99";
    await assert.rejects(server.client.readResource({ uri }), (error: Error & { code: number }) => {
      assert.equal(error.code, -32602);
      assert.match(
        error.message,
        /Cannot read the document of invoice 99: there is no such invoice/,
      );
      return true;
    });
    assert.equal((await server.call("status")).isError, false);
  });
}
