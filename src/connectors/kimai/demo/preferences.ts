/**
 * User preferences (API.md 3.5): which exist, their defaults, who sees and sets them.
 */
import { refusal } from "./answers.ts";
import { type Call, found } from "./call.ts";
import { mayProfile } from "./permissions.ts";
import type { User } from "./records.ts";
import type { Json } from "./serialize.ts";

/** A preference that the API knows. */
interface PreferenceRow {
  name: string;
  default: string | null;
  /** Part of the work contract: always there, set with `contract_other_profile` only. */
  contract?: true;
  /** The profile permission that seeing and setting it takes. */
  needs?: string;
  /** Can be set but is never shown. */
  hidden?: true;
  /** A property of the user that it stands for. */
  property?: "timezone" | "language" | "locale";
}

const contract = (name: string, value: string | null): PreferenceRow => ({
  name,
  default: value,
  contract: true,
});

/** In the order of Kimai's answers (recordings 1, 3; the hidden ones 2257-2268). */
export const PREFERENCES: PreferenceRow[] = [
  contract("work_contract_type", "none"),
  contract("work_monday", "0"),
  contract("work_tuesday", "0"),
  contract("work_wednesday", "0"),
  contract("work_thursday", "0"),
  contract("work_friday", "0"),
  contract("work_saturday", "0"),
  contract("work_sunday", "0"),
  contract("public_holiday_group", null),
  contract("holidays", "0"),
  contract("work_start_day", null),
  contract("work_last_day", null),
  { name: "hourly_rate", default: "0", needs: "hourly-rate" },
  { name: "internal_rate", default: null, needs: "hourly-rate" },
  { name: "first_weekday", default: "monday" },
  { name: "favorite_routes", default: "" },
  { name: "timezone", default: null, hidden: true, property: "timezone" },
  { name: "language", default: null, hidden: true, property: "language" },
  { name: "locale", default: null, hidden: true, property: "locale" },
  { name: "skin", default: null, hidden: true },
  { name: "update_browser_title", default: null, hidden: true },
  { name: "login_initial_view", default: null, hidden: true },
  { name: "calendar_initial_view", default: null, hidden: true },
];

const valueOf = (user: User, row: PreferenceRow) =>
  user.preferences.has(row.name) ? user.preferences.get(row.name)! : row.default;

/**
 * The preferences of somebody as an answer shows them. The contract is always there, the others
 * once they are stored; `prepared` is for the one who was asked for or who asks: then all exist,
 * and permissions decide (ADDENDA, correction 5 and fact 14).
 */
export function shownPreferences(call: Call, user: User, prepared: boolean): Json[] {
  return PREFERENCES.filter((row) => {
    if (row.hidden) return false;
    if (row.contract) return true;
    if (!prepared) return user.preferences.has(row.name);
    return !row.needs || mayProfile(call.state, call.caller, row.needs, user);
  }).map((row) => ({ name: row.name, value: valueOf(user, row) }));
}

/** Keeps the defaults, as Kimai does when somebody saves his own profile or any preference. */
export function storeDefaults(user: User): void {
  user.locale ??= "en";
  for (const row of PREFERENCES) {
    if (!row.hidden && !user.preferences.has(row.name)) {
      user.preferences.set(row.name, row.default);
    }
  }
}

/** The text PHP makes of a value. */
function stored(value: unknown): string {
  if (value === null || value === false) return "";
  return value === true || typeof value === "object" ? "1" : String(value);
}

/** May the caller set it? */
const maySet = (call: Call, user: User, row: PreferenceRow): boolean =>
  row.contract
    ? call.holds("contract_other_profile")
    : !row.needs || mayProfile(call.state, call.caller, row.needs, user);

/**
 * The body of PATCH /users/{id}/preferences: all or nothing.
 * @returns the preferences to show: here the contract is hidden from who may not set it (298)
 */
export function writePreferences(call: Call, user: User): Json[] {
  const { body } = call;
  if (!Array.isArray(body) && Object.keys(body as object).length > 0) throw refusal(400);
  const changes = new Map<PreferenceRow, string>();
  for (const field of Object.values(body as Record<string, unknown>[])) {
    if (typeof field?.name !== "string" || !Object.hasOwn(field, "value")) throw refusal(400);
    const row = found(PREFERENCES.find(({ name }) => name === field.name));
    if (!maySet(call, user, row)) throw refusal(403);
    changes.set(row, stored(field.value));
  }
  storeDefaults(user);
  for (const [row, value] of changes) {
    if (row.property) user[row.property] = value;
    else user.preferences.set(row.name, value);
  }
  return PREFERENCES.filter((row) => !row.hidden && maySet(call, user, row))
    .map((row) => ({ name: row.name, value: valueOf(user, row) }));
}
