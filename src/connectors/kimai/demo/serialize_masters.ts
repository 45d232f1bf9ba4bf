/**
 * Users, teams, customers, projects and activities as Kimai's JSON (API.md 3.2-3.6). Every declared
 * property is present, null when empty; what the caller may not see is absent.
 */
import { safeColor } from "./colors.ts";
import { mayMaster } from "./permissions.ts";
import type {
  Activity,
  Customer,
  Master,
  MasterKind,
  MetaValues,
  Project,
  Team,
  User,
} from "./records.ts";
import type { DemoState } from "./state.ts";

/** A JSON object. */
export type Json = Record<string, unknown>;

/** The name a user is shown by: the alias, else the user name (API.md 3.5). */
export const displayName = (user: User): string => user.alias || user.username || "";

/** Two letters: of the first word, or one of each of the first two (ADDENDA, fact 7). */
export function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const letters = words.length > 1 ? words[0][0] + words.at(-1)![0] : (words[0] ?? "").slice(0, 2);
  return letters.toUpperCase();
}

/** Users, teams, customers, projects and activities as JSON for one caller. Embedded objects are made
 * once per request and shared. */
export class MasterSerializer {
  #users = new Map<number, Json>();
  #masters = new Map<string, Json>();

  constructor(readonly state: DemoState, readonly caller: User) {}

  /** The visible fields that the row holds (ADDENDA, fact 5). */
  protected metaFields(meta: MetaValues): Json[] {
    if (meta.size === 0) return [];
    return [...meta].filter(([, field]) => field.visible)
      .map(([name, { value }]) => ({ name, value }));
  }

  /** A user as embedded elsewhere, and in GET /users. */
  user(id: number): Json {
    let json = this.#users.get(id);
    if (!json) {
      const user = this.state.users.get(id)!;
      json = {
        apiToken: user.apiToken,
        // Until one is chosen, others see the language and he himself the default (4292, 4306).
        locale: user.locale ?? (id === this.caller.id ? "en" : user.language),
        timezone: user.timezone,
        language: user.language,
        initials: initialsOf(displayName(user)),
        "color-safe": safeColor(user.color, displayName(user)),
        id: user.id,
        alias: user.alias,
        title: user.title,
        avatar: null,
        username: user.username,
        email: user.email,
        accountNumber: user.accountNumber,
        enabled: user.enabled,
        systemAccount: user.systemAccount,
        color: user.color,
      };
      this.#users.set(id, json);
    }
    return json;
  }

  /** A user with roles, teams and the given preferences. */
  userEntity(user: User, preferences: Json[], supervisor: Json | null): Json {
    const teams = this.state.teamsOf(user.id);
    return {
      ...this.user(user.id),
      preferences,
      roles: user.roles,
      supervisor,
      teams: teams.map((team) => this.teamCollection(team)),
      memberships: teams.map((team) => ({
        team: this.teamCollection(team),
        teamlead: this.state.isTeamlead(team.id, user.id),
      })),
    };
  }

  #master(row: Master): Json {
    return {
      "color-safe": safeColor(row.color, row.name ?? ""),
      id: row.id,
      name: row.name,
      number: row.number,
      comment: row.comment,
      visible: row.visible,
      billable: row.billable,
      color: row.color,
      metaFields: this.metaFields(row.meta),
    };
  }

  /** Budget keys by permission (API.md 3.2; ADDENDA, fact 13). */
  #budgets(kind: MasterKind, row: Customer | Project | Activity): Json {
    const budget = mayMaster(this.state, this.caller, "budget", kind, row);
    const time = mayMaster(this.state, this.caller, "time", kind, row);
    return {
      ...budget && { budget: row.budget },
      ...time && { timeBudget: row.timeBudget },
      ...(budget || time) && { budgetType: row.budgetType },
    };
  }

  #teams(row: Master): Json[] {
    return [...row.teams].map((id) => this.teamCollection(this.state.teams.get(id)!));
  }

  #once(key: string, make: () => Json): Json {
    let json = this.#masters.get(key);
    if (!json) this.#masters.set(key, json = make());
    return json;
  }

  customerEmbed(id: number): Json {
    return this.#once(`customer ${id}`, () => {
      const row = this.state.customers.get(id)!;
      return {
        ...this.#master(row),
        company: row.company,
        country: row.country,
        language: row.language,
        currency: row.currency,
        phone: row.phone,
        fax: row.fax,
        mobile: row.mobile,
        homepage: row.homepage,
        timezone: row.timezone,
      };
    });
  }

  /** A customer in a list; `full` adds the address where the caller may see details. */
  customer(row: Customer, full: boolean): Json {
    const details = full && {
      vatId: row.vatId,
      addressLine1: row.addressLine1,
      addressLine2: row.addressLine2,
      addressLine3: row.addressLine3,
      postCode: row.postCode,
      city: row.city,
    };
    return {
      ...this.customerEmbed(row.id),
      ...details,
      teams: this.#teams(row),
      ...this.#budgets("customer", row),
    };
  }

  customerEntity(row: Customer): Json {
    return {
      ...this.customer(row, true),
      contact: row.contact,
      email: row.email,
      address: row.address,
      invoiceEmail: row.invoiceEmail,
      buyerReference: row.buyerReference,
    };
  }

  #projectBase(row: Project): Json {
    return {
      ...this.#master(row),
      orderNumber: row.orderNumber,
      orderDate: row.orderDate,
      start: row.start,
      end: row.end,
      globalActivities: row.globalActivities,
    };
  }

  projectEmbed(id: number): Json {
    return this.#once(`project ${id}`, () => {
      const row = this.state.projects.get(id)!;
      return { ...this.#projectBase(row), customer: this.customerEmbed(row.customer) };
    });
  }

  /** A project in a list and by itself: both are alike since 2.66. */
  project(row: Project): Json {
    return {
      ...this.#projectBase(row),
      customer: row.customer,
      parentTitle: this.state.customers.get(row.customer)!.name,
      teams: this.#teams(row),
      ...this.#budgets("project", row),
    };
  }

  activityEmbed(id: number): Json {
    return this.#once(`activity ${id}`, () => {
      const row = this.state.activities.get(id)!;
      return {
        ...this.#master(row),
        project: row.project === null ? null : this.projectEmbed(row.project),
      };
    });
  }

  activity(row: Activity): Json {
    return {
      ...this.#master(row),
      project: row.project,
      parentTitle: row.project === null ? null : this.state.projects.get(row.project)!.name,
      teams: this.#teams(row),
      ...this.#budgets("activity", row),
    };
  }

  /** One of the three, as GET by id and the forms answer it. */
  master(kind: MasterKind, row: Customer | Project | Activity): Json {
    if (kind === "customer") return this.customerEntity(row as Customer);
    return kind === "project" ? this.project(row as Project) : this.activity(row as Activity);
  }

  teamCollection(team: Team): Json {
    return {
      "color-safe": safeColor(team.color, team.name ?? ""),
      id: team.id,
      name: team.name,
      color: team.color,
    };
  }

  /** A team with what it may see; `members` in the order to show. */
  team(team: Team, members = team.members): Json {
    const mine = <Row extends Master>(rows: Iterable<Row>) =>
      [...rows].filter((row) => row.teams.has(team.id));
    return {
      ...this.teamCollection(team),
      members: members.map(({ user, teamlead }) => ({ user: this.user(user), teamlead })),
      customers: mine(this.state.customers.values()).map((row) => this.customerEmbed(row.id)),
      projects: mine(this.state.projects.values())
        .map((row) => ({ ...this.#projectBase(row), customer: row.customer })),
      activities: mine(this.state.activities.values())
        .map((row) => ({ ...this.#master(row), project: row.project })),
    };
  }
}
