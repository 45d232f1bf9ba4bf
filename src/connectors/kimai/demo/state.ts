/**
 * Everything the embedded Kimai remembers: rows, sequences, configuration, definitions, switches.
 */
import type { FormName, FormRow } from "./form_tables.ts";
import type {
  Absence,
  AccessToken,
  Activity,
  Comment,
  Customer,
  HolidayGroup,
  Invoice,
  Master,
  MasterKind,
  MetaDefinition,
  MetaOwner,
  MetaValues,
  Project,
  PublicHoliday,
  Rate,
  Tag,
  Team,
  User,
} from "./records.ts";
import { TimesheetStore } from "./timesheet_store.ts";

/** The tables that decide; a test may hand in altered copies. */
export interface Tables {
  /** Permission → letters of the roles that hold it. */
  permissions: Record<string, string>;
  /** The fields of each form. */
  forms: Record<FormName, FormRow[]>;
}

/** Configuration by Kimai's own names; times in minutes where Kimai has minutes (API.md 4.3-4.6). */
export const CONFIG_DEFAULTS: Record<string, string> = {
  "timesheet.mode": "default",
  "timesheet.default_begin": "now",
  "timesheet.active_entries.hard_limit": "1",
  "timesheet.rounding.default.begin": "1",
  "timesheet.rounding.default.end": "1",
  "timesheet.rounding.default.duration": "0",
  "timesheet.rounding.default.mode": "default",
  "timesheet.rounding.default.days": "monday,tuesday,wednesday,thursday,friday,saturday,sunday",
  "timesheet.rules.allow_future_times": "1",
  "timesheet.rules.allow_overlapping_records": "1",
  "timesheet.rules.allow_overbooking_budget": "1",
  "timesheet.rules.allow_zero_duration": "1",
  "timesheet.rules.break_time_active": "0",
  "timesheet.rules.require_activity": "1",
  "timesheet.rules.long_running_duration": "0",
  "timesheet.rules.lockdown_period_start": "",
  "timesheet.rules.lockdown_period_end": "",
  "timesheet.rules.lockdown_grace_period": "",
  "timesheet.rules.lockdown_period_timezone": "",
  "project.allow_duplicate_number": "0",
};

/** A table with ids that are never given twice. */
export class Rows<Row extends { id: number }> extends Map<number, Row> {
  #last = 0;

  /** The next id; taken even when the row is not kept afterwards. */
  nextId(): number {
    return ++this.#last;
  }

  /** Keeps a row; an id above all earlier ones moves the sequence. */
  add(row: Row): Row {
    this.#last = Math.max(this.#last, row.id);
    this.set(row.id, row);
    return row;
  }
}

/** All rows and switches; one per embedded Kimai. */
export class DemoState {
  readonly customers = new Rows<Customer>();
  readonly projects = new Rows<Project>();
  readonly activities = new Rows<Activity>();
  readonly timesheets = new TimesheetStore();
  readonly users = new Rows<User>();
  readonly accessTokens = new Rows<AccessToken>();
  readonly teams = new Rows<Team>();
  readonly tags = new Rows<Tag>();
  readonly invoices = new Rows<Invoice>();
  /** Rates and comments have a sequence per kind of owner (ADDENDA, fact 17). */
  readonly rates: Record<MasterKind, Rows<Rate>> = {
    customer: new Rows(),
    project: new Rows(),
    activity: new Rows(),
  };
  readonly comments: Record<"customer" | "project", Rows<Comment>> = {
    customer: new Rows(),
    project: new Rows(),
  };
  /** User id → ids of favourite records. */
  readonly favorites = new Map<number, number[]>();
  /** Definitions of custom fields. */
  readonly metaFields: Record<MetaOwner, MetaDefinition[]> = {
    timesheet: [],
    customer: [],
    project: [],
    activity: [],
    invoice: [],
  };
  /** Role → permission → given or taken away, above the default matrix. */
  readonly roleSwitches = new Map<string, Map<string, boolean>>();
  /** What GET /plugins lists; the routes of a plugin exist while it is here. */
  readonly plugins: { name: string; version: string }[] = [];
  /** Rows of the plugin for work contracts. */
  readonly absences = new Rows<Absence>();
  readonly holidayGroups = new Rows<HolidayGroup>();
  readonly publicHolidays = new Rows<PublicHoliday>();
  /** Locked months as `user/YYYY-MM`. */
  readonly lockedMonths = new Set<string>();
  readonly #config = new Map<string, string>();

  /** @param now the clock, in epoch milliseconds */
  constructor(readonly tables: Tables, readonly now: () => number) {}

  /** A row of the configuration, the default where none is set. */
  config(name: string): string {
    const value = this.#config.get(name) ?? CONFIG_DEFAULTS[name];
    if (value === undefined) throw new Error(`No configuration row "${name}" is known`);
    return value;
  }

  /** A row of the configuration as a switch. */
  enabled(name: string): boolean {
    return this.config(name) === "1";
  }

  /** Sets a row; null goes back to the default. */
  configure(name: string, value: string | null): void {
    this.config(name);
    if (value === null) this.#config.delete(name);
    else this.#config.set(name, value);
  }

  /** The table of a kind. */
  masters(kind: "customer"): Rows<Customer>;
  masters(kind: "project"): Rows<Project>;
  masters(kind: "activity"): Rows<Activity>;
  masters(kind: MasterKind): Rows<Customer | Project | Activity>;
  masters(kind: MasterKind): Rows<Master & { id: number }> {
    return { customer: this.customers, project: this.projects, activity: this.activities }[
      kind
    ] as Rows<Master>;
  }

  /** The user whose valid token this is. */
  userOfToken(token: string): User | undefined {
    for (const row of this.accessTokens.values()) {
      if (row.token !== token) continue;
      const user = this.users.get(row.user);
      const expired = row.expiresAt !== null && row.expiresAt <= this.now();
      return expired || !user?.enabled ? undefined : user;
    }
  }

  userByName(name: string): User | undefined {
    return [...this.users.values()].find((user) => user.username === name);
  }

  /** The teams a user is a member of, by id. */
  teamsOf(user: number): Team[] {
    return [...this.teams.values()].filter((team) => team.members.some((m) => m.user === user));
  }

  isMember(team: number, user: number): boolean {
    return this.teams.get(team)?.members.some((member) => member.user === user) ?? false;
  }

  isTeamlead(team: number, user: number): boolean {
    return this.teams.get(team)?.members.some((m) => m.user === user && m.teamlead) ?? false;
  }

  /** Is `lead` a lead of some team that `user` is in? */
  leads(lead: number, user: number): boolean {
    return this.teamsOf(user).some((team) => this.isTeamlead(team.id, lead));
  }

  /** Saving gives a row a value (null) for every definition there is (ADDENDA, fact 5). */
  fillMeta(owner: MetaOwner, row: { meta: MetaValues }): void {
    for (const { name, visible } of this.metaFields[owner]) {
      if (!row.meta.has(name)) row.meta.set(name, { value: null, visible });
    }
  }
}
