/**
 * What held while the first recording was made: it has no switch lines, no clock and no request
 * headers of its own, so they stand here, by row.
 */
import type { DemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { defineMetaFields } from "./switches.ts";

/** From which row on which time of 2026-11-20 (UTC) held. */
export const CLOCK: [row: number, time: string][] = [
  [0, "03:12:30"],
  [239, "03:13:56"],
  [388, "03:16:41"],
  [512, "03:22:00"],
  [553, "03:23:23"],
  [614, "03:34:05"],
];

/** Request headers that the labels name. */
export const HEADERS: Record<number, Record<string, string>> = {
  65: { "Content-Type": "application/x-www-form-urlencoded" },
  352: { Authorization: "bearer token_user" },
  353: { "X-AUTH-USER": "user", "X-AUTH-TOKEN": "wrong" },
  355: {
    Origin: "http://localhost:3000",
    "Access-Control-Request-Method": "GET",
    "Access-Control-Request-Headers": "authorization",
  },
  356: { Origin: "http://localhost:3000" },
  517: { Accept: "text/html" },
  518: { Accept: "application/xml" },
  522: { "Content-Type": "text/plain" },
  523: { "Content-Type": "" },
  567: { "Accept-Language": "en" },
};

type Config = Record<string, string | null>;

const config = (rows: Config) => (kimai: DemoKimai) => {
  for (const [name, value] of Object.entries(rows)) kimai.configure(name, value);
};

const lockdown = (start: string | null, end: string | null) =>
  config({
    "timesheet.rules.lockdown_period_start": start,
    "timesheet.rules.lockdown_period_end": end,
    "timesheet.rules.lockdown_period_timezone": start && "Europe/Berlin",
  });

const VISIBLE_FIELDS = [{ name: "ticket", visible: true }, { name: "required_no", visible: true }];

/** Invoice 1 and what making it exported. */
function makeInvoice({ state }: DemoKimai): void {
  for (const id of [1, 2, 4, 5, 6, 7, 8, 9, 11, 12, 16, 19, 20, 21, 22]) {
    state.timesheets.save({ ...state.timesheets.get(id)!, exported: true });
  }
  state.invoices.add({
    id: 1,
    customer: 1,
    user: 1,
    invoiceNumber: "2026/001",
    comment: null,
    createdAt: Date.parse("2026-11-20T03:23:23Z"),
    timezone: "UTC",
    total: 93.91,
    tax: 14.99,
    currency: "EUR",
    dueDays: 14,
    vat: 19,
    status: "new",
    invoiceFilename: "2026-001-Acme_Corp.html",
    paymentDate: null,
    meta: new Map(),
  });
}

/** What was switched before a row. */
export const SWITCHES: Record<number, (kimai: DemoKimai) => void> = {
  357: ({ state }) =>
    void state.accessTokens.add({ id: 6, user: 4, token: "token_user", expiresAt: null }),
  388: config({ "timesheet.mode": "punch" }),
  397: config({
    "timesheet.mode": "duration_fixed_begin",
    "timesheet.default_begin": "08:30",
  }),
  402: config({ "timesheet.mode": null }),
  404: config({ "timesheet.rules.allow_future_times": "0" }),
  405: config({
    "timesheet.default_begin": null,
    "timesheet.rules.allow_future_times": null,
    "timesheet.rules.allow_overlapping_records": "0",
  }),
  409: config({
    "timesheet.rules.allow_overlapping_records": null,
    "timesheet.rules.allow_zero_duration": "0",
  }),
  410: config({
    "timesheet.rules.allow_zero_duration": null,
    "timesheet.rules.long_running_duration": "120",
  }),
  416: (kimai) => {
    config({ "timesheet.rules.long_running_duration": null })(kimai);
    lockdown("2026-03-01 00:00:00", "2026-05-04 23:59:59")(kimai);
  },
  420: (kimai) => {
    lockdown(null, null)(kimai);
    kimai.configure("timesheet.rules.break_time_active", "1");
  },
  424: config({
    "timesheet.rules.break_time_active": null,
    "timesheet.active_entries.hard_limit": "2",
  }),
  431: config({
    "timesheet.active_entries.hard_limit": null,
    "timesheet.rounding.default.mode": "closest",
    "timesheet.rounding.default.begin": "15",
    "timesheet.rounding.default.end": "15",
  }),
  432: config({
    "timesheet.rounding.default.mode": null,
    "timesheet.rounding.default.begin": null,
    "timesheet.rounding.default.end": null,
    "timesheet.rules.require_activity": "0",
  }),
  433: config({
    "timesheet.rules.require_activity": null,
    "timesheet.rules.long_running_duration": "120",
  }),
  439: config({
    "timesheet.rules.long_running_duration": null,
    "timesheet.rules.allow_overlapping_records": "0",
  }),
  443: config({ "timesheet.rules.allow_overlapping_records": null }),
  491: (kimai) =>
    defineMetaFields(kimai, {
      timesheet: [...VISIBLE_FIELDS, { name: "secret", visible: false }],
      project: VISIBLE_FIELDS,
      customer: "as project",
      activity: "as project",
    }),
  512: ({ state }) =>
    void state.accessTokens.add({
      id: 99,
      user: 5,
      token: "expired",
      expiresAt: Date.parse("2026-11-19T00:00:00Z"),
    }),
  552: ({ state }) => {
    state.users.get(1)!.roles = ["ROLE_SUPER_ADMIN"];
  },
  553: makeInvoice,
  564: ({ state }) => {
    state.users.get(4)!.language = "de";
  },
  573: ({ state }) => {
    state.roleSwitches.set("ROLE_USER", new Map([["api_access", false]]));
  },
  575: ({ state }) => {
    state.roleSwitches.delete("ROLE_USER");
  },
  577: config({ "timesheet.rules.allow_overbooking_budget": "0" }),
  579: config({ "timesheet.rules.allow_overbooking_budget": null }),
  592: ({ state }) => {
    state.users.get(4)!.language = "en";
  },
};
