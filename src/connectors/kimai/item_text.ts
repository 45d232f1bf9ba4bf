// No test of its own: tools/entity_test.ts reads blocks and lines of every kind.
/** An entity for reading: as a block with a line for each field, or as one line of a list. A field reads the same in all kinds. */

import { hours } from "./dates.ts";
import type { Item, Named } from "./items.ts";

/** How fields are called in a block, in the order of its lines. */
const labels: [key: string, label: string][] = [
  ["customer", "Customer"],
  ["project", "Project"],
  ["global", "Global"],
  ["username", "Username"],
  ["title", "Title"],
  ["date", "Date"],
  ["halfDay", "Half Day"],
  ["group", "Group"],
  ["status", "Status"],
  ["visible", "Status"],
  ["enabled", "Status"],
  ["overdue", "Overdue"],
  ["billable", "Billable"],
  ["globalActivities", "Global Activities"],
  ["number", "Number"],
  ["color", "Color"],
  ["start", "Start"],
  ["end", "End"],
  ["orderNumber", "Order Number"],
  ["orderDate", "Order Date"],
  ["budget", "Budget"],
  ["timeBudget", "Time Budget"],
  ["total", "Total"],
  ["tax", "Tax"],
  ["created", "Created"],
  ["dueDays", "Due Days"],
  ["paymentDate", "Payment Date"],
  ["company", "Company"],
  ["contact", "Contact"],
  ["addressLine1", "Address"],
  ["addressLine2", "Address 2"],
  ["addressLine3", "Address 3"],
  ["postCode", "Post Code"],
  ["city", "City"],
  ["address", "Address (unstructured)"],
  ["country", "Country"],
  ["language", "Language"],
  ["locale", "Locale"],
  ["timezone", "Timezone"],
  ["currency", "Currency"],
  ["vatId", "VAT ID"],
  ["phone", "Phone"],
  ["fax", "Fax"],
  ["mobile", "Mobile"],
  ["email", "Email"],
  ["homepage", "Homepage"],
  ["invoiceEmail", "Invoice Email"],
  ["buyerReference", "Buyer Reference"],
  ["roles", "Roles"],
  ["supervisor", "Supervisor"],
  ["accountNumber", "Account Number"],
  ["systemAccount", "System Account"],
  ["user", "User"],
  ["members", "Members"],
  ["customers", "Customers"],
  ["projects", "Projects"],
  ["activities", "Activities"],
  ["teams", "Teams"],
  ["comment", "Comment"],
  ["metaFields", "Custom fields"],
];

const active = (value: unknown) => value ? "Active" : "Inactive";
const money = (value: unknown, { currency }: Item) =>
  `${Number(value).toFixed(2)}${currency ? ` ${currency}` : ""}`;
const perMonth = ({ budgetType }: Item) => budgetType === "month" ? " per month" : "";

/** Fields that do not read as they are. */
const spellings: Record<string, (value: unknown, item: Item) => string> = {
  visible: active,
  enabled: active,
  total: money,
  tax: (value, item) => money(value, item) + (item.vat ? ` (${item.vat} %)` : ""),
  budget: (value, item) => money(value, item) + perMonth(item),
  timeBudget: (value, item) => `${hours(Number(value))} h${perMonth(item)}`,
};

/** `ACME (5)`, `alice (1, lead)`, `cc = 42`, lists with commas, Yes and No. */
function spell(value: unknown): string {
  if (Array.isArray(value)) return value.map(spell).join(", ");
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value !== "object" || value === null) return String(value);
  if ("value" in value && "name" in value) return `${value.name} = ${value.value}`;
  const { id, name, lead } = value as Named;
  return name === undefined ? `${id}` : `${name} (${id}${lead ? ", lead" : ""})`;
}

const spelled = (key: string, one: Item) => (spellings[key] ?? spell)(one[key], one);

/** What is set, a line each. */
export function blockLines(one: Item): string[] {
  const own = one.username === undefined ? [] : [`Name: ${one.name}`];
  const rest = labels.filter(([key]) => one[key] !== undefined && key !== "username");
  return [...own, ...rest.map(([key, label]) => `${label}: ${spelled(key, one)}`)];
}

/** Fields that a list marks in brackets, where they are not as usual. */
const marks: [key: string, value: boolean, mark: string][] = [
  ["visible", false, "hidden"],
  ["enabled", false, "disabled"],
  ["billable", false, "not billable"],
  ["global", true, "global"],
  ["overdue", true, "overdue"],
  ["halfDay", true, "half day"],
];

/** Words before a value that does not speak for itself. */
const prefixes: Record<string, string> = { number: "no. ", start: "from ", end: "until " };

/** What a list shows of an entity: the given fields, as far as they are not as usual. */
export function briefOf(one: Item, keys: readonly string[]): Item {
  const usual = (key: string) =>
    marks.some(([marked, value]) => marked === key && one[key] !== value);
  const shown = keys.filter((key) => one[key] !== undefined && !usual(key));
  return { id: one.id, name: one.name, ...Object.fromEntries(shown.map((key) => [key, one[key]])) };
}

/** `17 Website, ACME (5), until 2026-12-31 [hidden]` */
export function briefLine(one: Item): string {
  const marked = marks.filter(([key, value]) => one[key] === value).map(([, , mark]) =>
    ` [${mark}]`
  );
  const hidden = new Set(["id", "name", "currency", ...marks.map(([key]) => key)]);
  const parts = Object.keys(one).filter((key) => !hidden.has(key) && one[key] !== one.name)
    .map((key) => `, ${prefixes[key] ?? ""}${spelled(key, one)}`);
  return `${one.id} ${one.name}${parts.join("")}${marked.join("")}`;
}
