/** The invoices that the agency starts with, each with a document as Kimai's own template would make one. */
import type { Customer, Invoice } from "./records.ts";
import type { DemoState } from "./state.ts";

/** What an invoice is about: customer, days ago, net sum, status. */
const INVOICES: [customer: number, age: number, net: number, status: Invoice["status"]][] = [
  [1, 50, 4180, "paid"],
  [1, 20, 3895, "pending"],
  [2, 20, 2640, "new"],
];

const DAY = 86_400_000;
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

const documentOf = (invoice: Invoice, customer: Customer): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>${invoice.invoiceNumber}</title></head>
<body>
<h1>Invoice ${invoice.invoiceNumber}</h1>
<p>${customer.name}, ${dayOf(invoice.createdAt)}, payable in ${invoice.dueDays} days</p>
<table>
<tr><td>Net</td><td>${(invoice.total - invoice.tax).toFixed(2)} ${invoice.currency}</td></tr>
<tr><td>Tax ${invoice.vat} %</td><td>${invoice.tax.toFixed(2)} ${invoice.currency}</td></tr>
<tr><td>Total</td><td>${invoice.total.toFixed(2)} ${invoice.currency}</td></tr>
</table>
</body>
</html>
`);

/** Adds them as made by a user, before the clock's today. */
export function seedInvoices(state: DemoState, user: number): void {
  for (const [id, age, net, status] of INVOICES) {
    const customer = state.customers.get(id)!;
    const createdAt = Math.floor(state.now() / DAY - age) * DAY + DAY * 3 / 8;
    const number = state.invoices.nextId();
    const name = `${dayOf(createdAt).slice(0, 4)}-${String(number).padStart(3, "0")}`;
    const tax = Math.round(net * 19) / 100;
    const invoice: Invoice = {
      id: number,
      customer: id,
      user,
      invoiceNumber: name.replace("-", "/"),
      comment: null,
      createdAt,
      timezone: "Europe/Berlin",
      total: net + tax,
      tax,
      currency: customer.currency,
      dueDays: 30,
      vat: 19,
      status,
      invoiceFilename: `${name}.html`,
      paymentDate: status === "paid" ? dayOf(createdAt + 14 * DAY) : null,
      meta: new Map(),
    };
    state.invoices.add({ ...invoice, file: documentOf(invoice, customer) });
  }
}
