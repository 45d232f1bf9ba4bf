/**
 * What the recordings changed outside the API, done to an embedded Kimai through its own doors.
 */
import type { DemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import type { Invoice, Timesheet } from "../../src/connectors/kimai/demo/records.ts";

/** Rows of a database table. */
interface Rows {
  columns: string[];
  rows: (string | number | null)[][];
}

type Row = Record<string, string | number | null>;

const records = ({ columns, rows }: Rows): Row[] =>
  rows.map((row) => Object.fromEntries(row.map((value, index) => [columns[index], value])));

/** A UTC date-time of the database as epoch milliseconds. */
const utc = (text: unknown): number => Date.parse(`${String(text).replace(" ", "T")}Z`);

/** What each table's rows become. */
const INSERTS: Record<string, (kimai: DemoKimai, row: Row) => void> = {
  kimai2_timesheet({ state }, row) {
    const { tags, meta }: Pick<Timesheet, "tags" | "meta"> = { tags: [], meta: new Map() };
    state.timesheets.save({
      id: state.timesheets.nextId(),
      user: Number(row.user),
      project: Number(row.project_id),
      activity: Number(row.activity_id),
      begin: utc(row.start_time),
      end: row.end_time === null ? null : utc(row.end_time),
      duration: Number(row.duration),
      break: Number(row.break),
      description: row.description as string | null,
      tags,
      exported: row.exported === 1,
      billable: row.billable === 1,
      fixedRate: row.fixed_rate as number | null,
      hourlyRate: row.hourly_rate as number | null,
      rate: Number(row.rate),
      internalRate: row.internal_rate as number | null,
      timezone: String(row.timezone),
      modifiedAt: utc(row.modified_at),
      meta,
    });
  },
  kimai2_timesheet_tags({ state }, row) {
    const record = state.timesheets.get(Number(row.timesheet_id))!;
    state.timesheets.save({ ...record, tags: [...record.tags, Number(row.tag_id)] });
  },
  kimai2_invoices({ state }, row) {
    state.invoices.add({
      id: Number(row.id),
      customer: Number(row.customer_id),
      user: Number(row.user_id),
      invoiceNumber: String(row.invoice_number),
      comment: row.comment as string | null,
      createdAt: utc(row.created_at),
      timezone: String(row.timezone),
      total: Number(row.total),
      tax: Number(row.tax),
      currency: String(row.currency),
      dueDays: Number(row.due_days),
      vat: Number(row.vat),
      status: row.status as Invoice["status"],
      invoiceFilename: String(row.invoice_filename),
      paymentDate: row.payment_date as string | null,
      meta: new Map(),
    });
  },
};

/** The statements that were sent to the database, each with what it does here. */
const STATEMENTS: [RegExp, (kimai: DemoKimai, match: RegExpMatchArray) => void][] = [
  [/^UPDATE kimai2_users SET enabled=(\d) WHERE id=(\d+);$/, ({ state }, [, enabled, id]) => {
    state.users.get(Number(id))!.enabled = enabled === "1";
  }],
  [
    /^UPDATE kimai2_access_token SET expires_at=(NULL|'(.+)') WHERE user_id=(\d+);$/,
    ({ state }, [, raw, text, user]) => {
      for (const token of state.accessTokens.values()) {
        if (token.user === Number(user)) token.expiresAt = raw === "NULL" ? null : utc(text);
      }
    },
  ],
  [/^DELETE FROM kimai2_timesheet;$/, ({ state }) => state.timesheets.clear()],
  [/SELECT id,'(\w+)',0 FROM kimai2_roles WHERE name='(\w+)';$/, ({ state }, [, right, role]) => {
    state.roleSwitches.set(role, new Map([[right, false]]));
  }],
];

type Definitions = { name: string; visible: boolean; required?: boolean }[] | string;

/** Defines the custom fields of a switch, or none. */
export function defineMetaFields({ state }: DemoKimai, value: Record<string, Definitions> | null) {
  for (const owner of ["timesheet", "customer", "project", "activity"] as const) {
    let definitions = value?.[owner] ?? [];
    while (typeof definitions === "string") {
      definitions = value![definitions.replace("as ", "")];
    }
    state.metaFields[owner] = definitions;
  }
}

/** Does what a switch line says; false when it only notes something. */
export function turn(kimai: DemoKimai, what: string, value: unknown): boolean {
  if (what.startsWith("note ")) return false;
  if (what.startsWith("config ")) {
    kimai.configure(what.slice("config ".length), value as string | null);
  } else if (what.startsWith("insert ")) {
    for (const row of records(value as Rows)) INSERTS[what.slice("insert ".length)](kimai, row);
  } else if (what === "sql") {
    const { statement } = value as { statement: string };
    const step = STATEMENTS.find(([pattern]) => pattern.test(statement));
    if (!step) throw new Error(`No switch is known for "${statement}"`);
    step[1](kimai, step[0].exec(statement)!);
  } else if (what === "custom fields") {
    defineMetaFields(kimai, value as Record<string, Definitions> | null);
  } else throw new Error(`No switch is known for "${what}"`);
  return true;
}

/** Rows of the tables that a deletion takes along, as the `note` lines count them. */
export function counts({ state }: DemoKimai): Record<string, number> {
  const records = [...state.timesheets.values()];
  return {
    customers: state.customers.size,
    projects: state.projects.size,
    activities: state.activities.size,
    timesheet: state.timesheets.size,
    timesheet_tags: records.reduce((sum, record) => sum + record.tags.length, 0),
    customers_comments: state.comments.customer.size,
    projects_comments: state.comments.project.size,
    customers_rates: state.rates.customer.size,
    projects_rates: state.rates.project.size,
    activities_rates: state.rates.activity.size,
    invoices: state.invoices.size,
    tags: state.tags.size,
  };
}
