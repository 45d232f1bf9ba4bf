import assert from "node:assert/strict";
import { createDemoKimai } from "../../../../src/connectors/kimai/demo/mod.ts";

Deno.test("the agency's invoices are numbered, lie in the past and have their document", () => {
  const now = Temporal.Instant.from("2026-03-10T17:00:00Z");
  const { state } = createDemoKimai({ now: () => now });
  const shown = [...state.invoices.values()].map((row) => [
    row.invoiceNumber,
    new Date(row.createdAt).toISOString(),
    state.customers.get(row.customer)!.name,
    row.total,
    row.currency,
    row.status,
    row.paymentDate,
    row.invoiceFilename,
  ]);
  assert.deepEqual(shown, [
    [
      "2026/001",
      "2026-01-19T09:00:00.000Z",
      "Northwind Outdoor",
      4974.2,
      "EUR",
      "paid",
      "2026-02-02",
      "2026-001.html",
    ],
    [
      "2026/002",
      "2026-02-18T09:00:00.000Z",
      "Northwind Outdoor",
      4635.05,
      "EUR",
      "pending",
      null,
      "2026-002.html",
    ],
    [
      "2026/003",
      "2026-02-18T09:00:00.000Z",
      "Bluebird Health",
      3141.6,
      "USD",
      "new",
      null,
      "2026-003.html",
    ],
  ]);
  const text = new TextDecoder().decode(state.invoices.get(3)!.file);
  assert.match(text, /<h1>Invoice 2026\/003<\/h1>/);
  assert.match(text, /<td>Net<\/td><td>2640\.00 USD<\/td>/);
});
