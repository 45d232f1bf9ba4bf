/** A user's preferences, the work contract among them (Kimai 2.40; API.md 2.6, 3.5 and 7.1). */

import { z } from "zod";
import { UpstreamError, UserError } from "../../mcp/errors.ts";
import { wired } from "../../mcp/wire.ts";
import { tidyUrl } from "./address.ts";
import { hours } from "./dates.ts";
import { readDuration } from "./durations.ts";
import { entityFor, explainForbidden, type Type } from "./entities.ts";
import { type Item, item, user } from "./items.ts";
import type { KimaiSession } from "./session.ts";

/** Preferences as callers write them. */
export const preferences = z.array(z.strictObject({
  name: z.string().trim().min(1),
  value: wired(
    z.union([z.string(), z.number()], { error: "text or a number is wanted" }).transform(String),
    { type: "string" },
  ),
})).min(1, { error: "name at least one preference" }).describe(
  "holidays (days a year), work_contract_type (week, day), hours_per_week, work_monday... (seconds, 8h)",
);
export type Preferences = z.output<typeof preferences>;

/** What people call them; looked up without regard to case. */
const aliases: Record<string, string> = {
  vacation_days: "holidays",
  annual_leave: "holidays",
  vacation: "holidays",
  weekly_hours: "hours_per_week",
  contract_type: "work_contract_type",
};

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const ofDays = weekdays.map((day) => `work_${day}`);

/** Preferences of a work contract: Kimai makes them by itself since 2.61. */
const ofContracts = [
  "work_contract_type",
  "hours_per_week",
  ...ofDays,
  "work_days_week",
  "work_start_day",
  "work_last_day",
  "public_holiday_group",
  "holidays",
];

/** Preferences that are seconds, with the most hours that make sense as such. */
const inSeconds = new Map([["hours_per_week", 168], ...ofDays.map((day) => [day, 24] as const)]);

/** What setting preferences came to. */
export const preferencesAnswer = z.object({
  user: item,
  /** As the caller named them. */
  set: z.array(z.object({ name: z.string(), value: z.string() })),
});
export type PreferencesAnswer = z.infer<typeof preferencesAnswer>;

/**
 * Sets preferences of a user.
 * @throws {UserError} for a value that cannot be meant, before anything is sent, and where Kimai knows none
 */
export async function setPreferences(
  type: Type,
  id: number,
  given: Preferences,
  session: KimaiSession,
): Promise<PreferencesAnswer> {
  const entity = entityFor(type, "set_preferences");
  const wanted = given.map(({ name, value }) => {
    const known = aliases[name.toLowerCase()] ?? name;
    return { name: known, value: valueOf(known, value.trim()) };
  });
  let answer: Item | undefined;
  for (const [index, body] of requestsOf(wanted).entries()) {
    answer = await session.kimai.request("PATCH", ["users", id, "preferences"], {
      body,
      answer: user,
    }).catch(explainForbidden(entity, "set_preferences", `user ${id}`))
      .catch((error) => explainMissing(error, id, wanted, index > 0, session));
  }
  return { user: answer!, set: given };
}

/** `hours_per_week` exists once the contract is one by week, so that is said first, by itself (K-20). */
function requestsOf(wanted: Preferences): Preferences[] {
  const type = wanted.filter(({ name }) => name === "work_contract_type");
  const rest = wanted.filter(({ name }) => name !== "work_contract_type");
  const needsWeek = rest.some(({ name }) => name === "hours_per_week");
  return needsWeek && type.length > 0 ? [type, rest] : [wanted];
}

/** Seconds may be written with a unit; a number that is hours rather than seconds is refused. */
function valueOf(name: string, value: string): string {
  const most = inSeconds.get(name);
  if (most === undefined || value === "") return value;
  if (!/^\d+$/.test(value)) return `${readDuration(value)}`;
  if (+value > 0 && +value <= most) {
    throw new UserError(
      `Cannot set ${name} to ${value}: it is in seconds, write ${+value * 3600} or ${value}h`,
    );
  }
  return value;
}

/** Kimai says 404 for an unknown user, an unknown preference, and a contract that was never opened. */
async function explainMissing(
  error: unknown,
  id: number,
  wanted: Preferences,
  begun: boolean,
  session: KimaiSession,
): Promise<never> {
  if (!(error instanceof UpstreamError) || error.fault !== "not_found") throw error;
  const found = await session.kimai.request("GET", ["users", id], { answer: user })
    .catch((probe) => {
      throw probe instanceof UpstreamError && probe.fault === "forbidden" ? error : probe;
    });
  const known = (found.preferences as { name: string }[] | undefined ?? []).map(({ name }) => name);
  const missing = wanted.map(({ name }) => name).filter((name) => !known.includes(name));
  const strange = missing.filter((name) => !ofContracts.includes(name));
  const why = strange.length > 0
    ? `Kimai knows no ${strange.join(", ")} (404), it has ${known.join(", ")}`
    : missing.includes("hours_per_week")
    ? `Kimai knows no hours_per_week for this user (404): it needs the plugin for work contracts, and work_contract_type "week", which is sent first when it is in the same call`
    : `Kimai does not know the work contract of ${found.name} (404): since 2.61 it makes one by itself, before that open ${await contractPage(
      found,
      session,
    )} once and save it`;
  throw new UserError(
    `Cannot set preferences of user ${id}${begun ? " but work_contract_type" : ""}: ${why}`,
  );
}

/** In the language of whoever asks: Kimai's pages have it in their address. */
async function contractPage({ username }: Item, { url, me }: KimaiSession): Promise<string> {
  const { language, locale } = await me();
  const site = tidyUrl(url).href.replace(/\/$/, "");
  return `${site}/${language ?? locale ?? "en"}/profile/${
    encodeURIComponent(String(username))
  }/contract`;
}

/** `  - hours_per_week: 144000 (40:00 h)` */
export function preferenceLine({ name, value }: { name: string; value: string }): string {
  const isSeconds = inSeconds.has(name) && /^\d+$/.test(value);
  return `  - ${name}: ${value}${isSeconds ? ` (${hours(+value)} h)` : ""}`;
}
