import assert from "node:assert/strict";
import { asVersion } from "../../../src/connectors/kimai/demo/versions.ts";
import { type KimaiTest, type KimaiTestOptions, withKimai } from "../../support/kimai.ts";
import { prepare } from "./parity_entity.ts";

/** Invoice 1 of customer 1, with a document of these bytes. */
async function withInvoice(
  name: string,
  file: string | Uint8Array<ArrayBuffer>,
  options: KimaiTestOptions = {},
): Promise<KimaiTest> {
  const test = await withKimai({ user: "lead", ...options });
  prepare(test.demo);
  const invoice = test.demo.state.invoices.get(1)!;
  invoice.invoiceFilename = name;
  invoice.file = typeof file === "string" ? new TextEncoder().encode(file) : file;
  return test;
}

const read = async ({ client }: KimaiTest, uri = "kimai://invoices/1") =>
  (await client.readResource({ uri })).contents;

/** Code and sentence of a read that must be refused. */
async function refusal(test: KimaiTest, uri?: string): Promise<[number, string]> {
  const error = await read(test, uri).then(() => undefined, (error) => error);
  assert.ok(error, "it was not refused");
  return [error.code, error.message.replace(/^MCP error -\d+: /, "")];
}

Deno.test("the document of an invoice is offered as a template, and Kimai is not asked for a list", async () => {
  await using test = await withInvoice("R-1.pdf", "");
  const { resourceTemplates: [template, ...others] } = await test.client.listResourceTemplates();
  assert.deepEqual([template.uriTemplate, template.name, others], [
    "kimai://invoices/{id}",
    "invoice",
    [],
  ]);
  assert.deepEqual((await test.client.listResources()).resources, []);
  assert.deepEqual(test.requests, []);
});

Deno.test("a PDF comes as bytes, with one request", async () => {
  const bytes = new Uint8Array([0x25, 0x50, 0x44, 0x46, 0xff, 0x00]);
  await using test = await withInvoice("R-1.pdf", bytes);
  assert.deepEqual(await read(test), [
    { uri: "kimai://invoices/1", mimeType: "application/pdf", blob: bytes.toBase64() },
  ]);
  assert.deepEqual(test.requests, ["GET /invoices/1/download"]);
});

Deno.test("HTML and XML come as text", async () => {
  for (const [name, mimeType] of [["R-1.html", "text/html"], ["R-1.xml", "application/xml"]]) {
    await using test = await withInvoice(name, "<p>Zürich</p>");
    assert.deepEqual(await read(test), [{
      uri: "kimai://invoices/1",
      mimeType,
      text: "<p>Zürich</p>",
    }]);
  }
});

Deno.test("what calls itself text comes as bytes where it is none, or very long", async () => {
  for (const file of [new Uint8Array([0x3c, 0xfc, 0x3e]), new Uint8Array(1_000_001).fill(0x20)]) {
    await using test = await withInvoice("R-1.html", file);
    assert.deepEqual(await read(test), [
      { uri: "kimai://invoices/1", mimeType: "text/html", blob: file.toBase64() },
    ]);
  }
});

Deno.test("a document that clients cannot take is refused with the way to it", async () => {
  await using test = await withInvoice("R-1.pdf", new Uint8Array(7_000_001));
  assert.deepEqual(await refusal(test), [
    -32603,
    "The file of GET /invoices/1/download has more than 7 MB, which is all that clients take at once: download it from Kimai's web pages",
  ]);
});

Deno.test("an invoice that is not there, has no file, or is in a Kimai that is too old is not found", async () => {
  const missing = (id: number) =>
    `Cannot read the document of invoice ${id}: there is no such invoice, its file is gone, or this Kimai is older than 2.56; list invoices to find the id`;
  await using test = await withInvoice("R-1.pdf", "x");
  assert.deepEqual(await refusal(test, "kimai://invoices/9"), [-32602, missing(9)]);
  delete test.demo.state.invoices.get(1)!.file;
  assert.deepEqual(await refusal(test), [-32602, missing(1)]);
  await using old: KimaiTest = await withInvoice("R-1.pdf", "x", {
    intercept: (request) => asVersion(old.demo.fetch, "2.55.0")(request),
  });
  assert.deepEqual(await refusal(old), [-32602, missing(1)]);
});

Deno.test("who may not see invoices is told who may", async () => {
  await using test = await withInvoice("R-1.pdf", "x", { user: "user" });
  assert.deepEqual(await refusal(test), [
    -32603,
    "Cannot get invoice 1: by default Kimai lets team leads and administrators do that (permission view_invoice)",
  ]);
});

Deno.test("an address whose id is none is refused before Kimai is asked", async () => {
  await using test = await withInvoice("R-1.pdf", "x");
  for (const id of ["abc", "0", "1.5", "-1", "%2e%2e", "1%2F..", " 1"]) {
    const [code, message] = await refusal(test, `kimai://invoices/${id}`);
    assert.equal(code, -32602, id);
    assert.match(message, /^Cannot read the invoice ".*": its id is a whole number above 0$/);
  }
  assert.deepEqual(test.requests, []);
});

Deno.test("an invoice that is read names its document, and links to it", async () => {
  await using test = await withInvoice("R-1.pdf", "x");
  const { text, structured, links } = await test.call("entity", {
    type: "invoice",
    action: "get",
    id: 1,
  });
  assert.match(text, /^Document: kimai:\/\/invoices\/1$/m);
  assert.partialDeepStrictEqual(structured, {
    result: { item: { document: "kimai://invoices/1", file: "R-1.pdf" } },
  });
  assert.deepEqual(links, [{ uri: "kimai://invoices/1", name: "R-1.pdf" }]);
});

Deno.test("a list of invoices says where their documents are, one of an older Kimai does not", async () => {
  await using test = await withInvoice("R-1.pdf", "x");
  const args = { type: "invoice", action: "list" };
  const notes = async ({ result }: KimaiTest) => (await result("entity", args)).notes;
  assert.deepEqual(await notes(test), [
    "the document of an invoice is the resource kimai://invoices/{id}",
  ]);
  await using old: KimaiTest = await withInvoice("R-1.pdf", "x", {
    intercept: (request) => asVersion(old.demo.fetch, "2.55.0")(request),
  });
  assert.equal(await notes(old), undefined);
});

Deno.test("documents are left out where entity is", async () => {
  await using test = await withInvoice("R-1.pdf", "x", { settings: { toolsets: ["time"] } });
  assert.equal(test.client.getServerCapabilities()?.resources, undefined);
});
