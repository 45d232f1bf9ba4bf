// No test of its own: invoice_document_test.ts reads them.
/** What Kimai has to read by address. Only their description is here: every client is shown it. */

import type { Resource } from "../../mcp/resource.ts";
import type { KimaiSession } from "./session.ts";

/** Where the document of an invoice is. */
export const invoiceUri = (id: number | string) => `kimai://invoices/${id}`;

const invoiceDocument: Resource<KimaiSession> = {
  uriTemplate: invoiceUri("{id}"),
  name: "invoice",
  title: "Invoice document",
  description:
    "The document of an invoice as Kimai made it: PDF, HTML, Word, spreadsheet or XML. `entity` with the type invoice lists ids. Needs Kimai 2.56 and the permission view_invoice.",
  tool: "entity",
  read: async (params, session) =>
    (await import("./invoice_document.ts")).readInvoiceDocument(params, session),
};

export const resources: readonly Resource<KimaiSession>[] = [invoiceDocument];
