/**
 * Invoices, which the API neither makes nor prints (API.md 2.9): rows, and the documents of some.
 */
import { type Answer, gone, ok, refusal } from "./answers.ts";
import { allow, type Call, found, type Route } from "./call.ts";
import { openIds } from "./master_list.ts";
import { writeMeta } from "./meta.ts";
import { hasAccess } from "./permissions.ts";
import { ID, type ParamTable } from "./query.ts";
import type { Invoice } from "./records.ts";
import { momentOf, paged } from "./timesheet_list.ts";

const LIST: ParamTable = {
  begin: {},
  end: {},
  customers: { list: true, pattern: ID },
  status: { list: true, pattern: /^(?:pending|paid|canceled|new)$/ },
  page: { pattern: ID },
  size: { pattern: ID },
};

/** Does the caller's team let him see the invoice's customer? */
const isOpen = ({ state, caller }: Call, invoice: Invoice): boolean =>
  hasAccess(state, caller, "customer", state.customers.get(invoice.customer)!);

function list(call: Call): Answer {
  call.require("view_invoice");
  const query = call.check(LIST);
  const zone = call.caller.timezone;
  const begin = momentOf(query, "begin", zone) ?? -Infinity;
  const end = momentOf(query, "end", zone) ?? Infinity;
  const customers = openIds(call, "customer", query.list("customers").map(Number));
  const status = query.list("status");
  if (status.includes("")) throw refusal(500); // recordings 2776
  const rows = [...call.state.invoices.values()]
    .filter((row) => row.createdAt >= begin && row.createdAt <= end)
    .filter((row) => customers.length === 0 || customers.includes(row.customer))
    .filter((row) => status.length === 0 || status.includes(row.status))
    .filter((row) => isOpen(call, row))
    .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  return paged(query, rows, (row) => call.json.invoice(row));
}

/** The invoice of the path, if the caller may see it. */
function invoiceOf(call: Call): Invoice {
  call.require("view_invoice");
  const invoice = found(call.state.invoices.get(call.id()));
  allow(isOpen(call, invoice));
  return invoice;
}

const read = (call: Call): Answer => ok(call.json.invoice(invoiceOf(call)));

function setCustomFields(call: Call): Answer {
  const invoice = invoiceOf(call);
  call.require("create_invoice");
  if (!Array.isArray(call.body)) throw refusal(400);
  for (const field of call.body) writeMeta(call, "invoice", invoice, field);
  return ok(call.json.invoice(invoice));
}

/** Content types by the end of a file's name (recordings 556); Kimai makes other kinds as well. */
const TYPES: Record<string, string> = {
  html: "text/html; charset=UTF-8",
  pdf: "application/pdf",
  xml: "application/xml",
};

/** The document as an attachment; 404 for a row without one. */
function download(call: Call): Answer {
  const { invoiceFilename, file } = invoiceOf(call);
  return {
    status: 200,
    body: found(file),
    headers: {
      "Content-Type": TYPES[invoiceFilename.split(".").at(-1)!] ?? "application/octet-stream",
      "Content-Disposition": `attachment; filename=${invoiceFilename}`,
    },
  };
}

function remove(call: Call): Answer {
  const invoice = found(call.state.invoices.get(call.id()));
  call.require("delete_invoice");
  call.state.invoices.delete(invoice.id);
  return gone();
}

/** There are no templates and no documents: none can be made over the API. A template is looked
 * for before permissions are, a document after (recordings 2724, 2725). */
function removeTemplate(): never {
  throw refusal(404);
}

function removeDocument(call: Call): never {
  call.require("manage_invoice_template");
  throw refusal(404);
}

export const invoiceRoutes: Route[] = [
  ["GET", "/invoices", list],
  ["GET", "/invoices/{id}", read],
  ["DELETE", "/invoices/{id}", remove],
  ["PATCH", "/invoices/{id}/custom-fields", setCustomFields],
  ["GET", "/invoices/{id}/download", download],
  ["DELETE", "/invoices/documents/{word}", removeDocument],
  ["DELETE", "/invoices/templates/{id}", removeTemplate],
];
